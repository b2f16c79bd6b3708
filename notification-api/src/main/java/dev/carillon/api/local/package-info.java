/// Local mode only: sign-in as any person.
@NullMarked
package dev.carillon.api.local;

import org.jspecify.annotations.NullMarked;
