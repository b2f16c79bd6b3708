package dev.carillon.email.provider;

/// A way to send emails. Implementations are thread-safe and return within seconds, because a lease lasts 10 s.
public interface MailProvider {
    /// `mailbox`, `smtp` or `resend`.
    String name();

    /// The account that the quota is counted for, and within which an idempotency key is valid.
    String account();

    /// Whether the provider supports idempotency keys, so that sending again is safe.
    boolean takesKeys();

    /// The provider's rate limit, in emails per second.
    double ratePerSecond();

    /// Sends an email with the envelope's idempotency key.
    SendOutcome send(Envelope envelope, Mail mail);
}
