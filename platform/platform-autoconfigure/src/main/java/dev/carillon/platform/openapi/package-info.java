/// Serves the OpenAPI descriptions of `platform-openapi`.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.openapi;
