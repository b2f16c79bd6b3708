/// When a person's digest is due: calendar functions without side effects, and the table that stores their result.
@NullMarked
package dev.carillon.digest.schedule;

import org.jspecify.annotations.NullMarked;
