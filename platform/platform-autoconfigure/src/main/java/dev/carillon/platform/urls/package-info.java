/// Where the services find each other, and where people find them.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.urls;
