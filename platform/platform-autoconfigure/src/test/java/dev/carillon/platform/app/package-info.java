/// A minimal service for the integration tests of the platform.
package dev.carillon.platform.app;
