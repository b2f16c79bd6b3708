/// The providers that send emails, and their rate limits and circuit breakers.
///
/// Several threads call a provider at the same time, each with one email. A provider returns every expected result as a
/// [SendOutcome] and does not throw for it. [ProviderGate] limits the rate, pauses the provider and opens its circuit.
/// Each replica has its own gate: it learns a provider's limits within a few emails.
@org.jspecify.annotations.NullMarked
package dev.carillon.email.provider;
