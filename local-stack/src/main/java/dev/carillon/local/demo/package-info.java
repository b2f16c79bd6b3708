/// `./carillon demo`: publishes a file of code-host webhooks, or a built-in story, to `domain-events`.
///
/// The published events depend only on the file, the series and the time of the content's first run. So a file played
/// twice adds nothing: the ids and times are the same. Single-threaded.
@NullMarked
package dev.carillon.local.demo;

import org.jspecify.annotations.NullMarked;
