/// Runs: what is due is claimed, checked for the last time, frozen with all that it publishes, published, and marked.
@NullMarked
package dev.carillon.digest.run;

import org.jspecify.annotations.NullMarked;
