/// notification-api: the HTTP API for services and people, and the only writer of the inbox.
///
/// Each feature is a package with few public types. Changes commit in the same transaction as their outbox rows, so a
/// 2xx answer means that the record will be published. Every table is in the schema `api`, and only this service writes
/// to it.
@NullMarked
package dev.carillon.api;

import org.jspecify.annotations.NullMarked;
