/// The gateway's settings: `carillon.gateway.…`.
@NullMarked
package dev.carillon.gateway.settings;

import org.jspecify.annotations.NullMarked;
