/// `./carillon demo`: plays a file of code-host webhooks, or a story of our own, into `domain-events`.
///
/// What is published depends only on the file, the series and the instant of the content's first run, so a file played twice
/// adds nothing: same ids, same times. Single-threaded.
@NullMarked
package dev.carillon.local.demo;

import org.jspecify.annotations.NullMarked;
