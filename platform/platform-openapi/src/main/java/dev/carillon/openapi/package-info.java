/// The OpenAPI descriptions of the five services. `openapi/<service>.yaml` is the only place where endpoints are described; what all
/// services share (components, errors that every endpoint can answer) is added when a document is first read.
///
/// Each service compares its file with its endpoints and roles in a test, and its integration tests check every answer against it.
@org.jspecify.annotations.NullMarked
package dev.carillon.openapi;
