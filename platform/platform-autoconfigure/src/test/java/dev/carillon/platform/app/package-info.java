/// A service as small as can be, on which the platform's integration tests run.
package dev.carillon.platform.app;
