/// Triggers: a service asks for notifications, and is told what became of them.
///
/// One transaction stores the request, its notification ids, the answer kept for an Idempotency-Key, and the record that the
/// processor decides by; so a 202 arrives, and the same key never asks twice. The ids in the answer are those that the
/// processor comes to, since both compute them from the same identity. The record says how far the reference data of each
/// recipient must be, so a caller is served by what it wrote just before.
@NullMarked
package dev.carillon.api.trigger;

import org.jspecify.annotations.NullMarked;
