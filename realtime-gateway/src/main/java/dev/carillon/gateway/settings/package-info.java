/// What the gateway can be told: `carillon.gateway.…`.
@NullMarked
package dev.carillon.gateway.settings;

import org.jspecify.annotations.NullMarked;
