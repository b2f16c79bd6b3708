/// Mode, ports, secrets and defaults that all services share.
///
/// Defaults have the lowest precedence, so that a service's `application.yaml`, its environment and its command line
/// all override them. A wrong value fails the start and names the key; so does an unknown key under `carillon.`.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.config;
