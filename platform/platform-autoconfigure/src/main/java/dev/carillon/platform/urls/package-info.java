/// The addresses at which services and people reach the services.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.urls;
