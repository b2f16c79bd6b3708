package dev.carillon.email.provider;

/// One way to send a mail. Implementations are thread-safe and answer within seconds: a lease is 10 s.
public interface MailProvider {
    /// `mailbox`, `smtp` or `resend`.
    String name();

    /// Whose quota is used, and where the idempotency key is valid.
    String account();

    /// Whether the provider takes an idempotency key, so that sending again is safe.
    boolean takesKeys();

    /// Mails a second that it takes.
    double ratePerSecond();

    /// Sends a mail under the envelope's key.
    SendOutcome send(Envelope envelope, Mail mail);
}
