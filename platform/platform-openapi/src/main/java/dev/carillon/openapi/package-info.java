/// The OpenAPI descriptions of the five services. `openapi/<service>.yaml` is the only place that describes endpoints.
/// What all services share (components, and errors that every endpoint can return) is added when a document is first
/// read.
///
/// A test of each service compares its file with its endpoints and roles, and its integration tests check every answer
/// against it.
@org.jspecify.annotations.NullMarked
package dev.carillon.openapi;
