/// Ways to send a mail, and when they may be used.
///
/// A provider is called by one thread a mail, several at a time, and answers with a [SendOutcome]: it throws nothing that is
/// expected. [ProviderGate] stands before it and paces, pauses and opens the circuit; it is per process, since what a provider
/// limits is found out by each replica within a few mails.
@org.jspecify.annotations.NullMarked
package dev.carillon.email.provider;
