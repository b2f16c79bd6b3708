/// When a person's digest is due. Pure calendar arithmetic and the rows that hold its result.
@NullMarked
package dev.carillon.digest.schedule;

import org.jspecify.annotations.NullMarked;
