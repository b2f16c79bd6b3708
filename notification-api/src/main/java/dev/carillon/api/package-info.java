/// notification-api: what callers ask over HTTP, what people read and set, and the truth of the inbox.
///
/// Each feature is a package with few public types. State changes commit with their outbox rows, so an answer of 2xx means
/// that it will arrive. Every table lives in the schema `api` and is written by this service only.
@NullMarked
package dev.carillon.api;

import org.jspecify.annotations.NullMarked;
