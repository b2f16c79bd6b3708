/// Triggers: a service requests notifications and can query their outcomes.
///
/// One transaction stores the request, its notification ids, the answer for the Idempotency-Key, and the record for the
/// processor. So every 202 leads to a decision, and the same key never submits twice. The API and the processor compute
/// notification ids from the same identity, so the ids in the answer are final. The record carries the minimum version
/// of each recipient's reference data, so a caller's earlier writes are in effect for its request.
@NullMarked
package dev.carillon.api.trigger;

import org.jspecify.annotations.NullMarked;
