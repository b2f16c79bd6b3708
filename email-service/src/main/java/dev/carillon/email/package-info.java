/// email-service: each email is sent once and within the quota. An email whose fate cannot be known is
/// reported as *unknown*.
///
/// Packages by feature: `delivery` (the state machine of an email), `quota`, `provider`, `template`, `suppression`,
/// `mailbox`, `reference` (copies of recipients and types), `alert`. The table `messages` is the source of truth; a
/// record in a retry topic only starts the next attempt.
@org.jspecify.annotations.NullMarked
package dev.carillon.email;
