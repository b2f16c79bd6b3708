/// email-service: mail is sent once, within the quota, and what can't be known is said.
///
/// Packages by feature: `delivery` (the state machine of a mail), `quota`, `provider`, `template`, `suppression`, `mailbox`,
/// `reference` (copies of recipients and types), `alert`. The table `messages` is the truth of attempts; topics only wake.
@org.jspecify.annotations.NullMarked
package dev.carillon.email;
