/// Mode, ports, secrets and defaults that every service shares.
///
/// Defaults stand at the lowest precedence, so that a service's `application.yaml`, its environment and its command line
/// all win over them. What is wrong fails the start and names the key; so does a key under `carillon.` that nobody reads.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.config;
