package dev.carillon.email.provider;

import dev.carillon.email.provider.SendOutcome.Failure;
import dev.carillon.events.MailAddress;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;

/// Sends over SMTP, which has no idempotency keys. When the connection breaks after the content was written, it is
/// unknown whether the server accepted the email: the outcome is [SendOutcome.Unknown].
final class SmtpProvider implements MailProvider, AutoCloseable {
    private static final int CLOSING = 421;

    private final SmtpProperties properties;
    private final SmtpConnections connections;

    SmtpProvider(SmtpProperties properties) {
        this.properties = properties;
        this.connections = new SmtpConnections(properties);
    }

    @Override
    public String name() {
        return "smtp";
    }

    @Override
    public String account() {
        return properties.username() == null ? "default" : properties.username();
    }

    /// SMTP has no keys. With at-least-once the operator chose to send again, which is what this value permits.
    @Override
    public boolean takesKeys() {
        return properties.atLeastOnce();
    }

    @Override
    public double ratePerSecond() {
        return properties.ratePerSecond();
    }

    @Override
    public SendOutcome send(Envelope envelope, Mail mail) {
        MailAddress to;
        switch (MailAddress.read(mail.to())) {
            case MailAddress.Reading.Fault fault -> {
                return SendOutcome.invalidAddress(fault);
            }
            case MailAddress.Reading.Valid valid -> to = valid.address();
        }
        SmtpMessage message;
        try {
            message = new SmtpMessage(connections, mail, to);
        } catch (MessagingException | RuntimeException e) {
            return new SendOutcome.Permanent(Failure.of("invalid_mail", e).ofThisMail());
        }
        try {
            SmtpConnection connection = connections.borrow();
            if (connection == null) {
                return new SendOutcome.Transient(
                        new Failure("no_connection_free", null, null), false, null);
            }
            return sendOver(connection, message, to);
        } catch (AuthenticationFailedException e) {
            return String.valueOf(e.getMessage()).startsWith("4")
                    ? new SendOutcome.Transient(
                            Failure.of("authentication_unavailable", e), false, null)
                    : new SendOutcome.ProviderDown(Failure.of("authentication_failed", e));
        } catch (MessagingException e) {
            return new SendOutcome.Transient(Failure.of("connect_failed", e), false, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SendOutcome.Transient(Failure.of("interrupted", e), false, null);
        }
    }

    private SendOutcome sendOver(SmtpConnection connection, SmtpMessage message, MailAddress to) {
        boolean usable = false;
        try {
            if (message.needsUtf8() && !connection.offersUtf8()) {
                usable = true;
                return SendOutcome.onlyAscii("the SMTP server does not offer SMTPUTF8");
            }
            connection.send(message, to);
            usable = true;
            return new SendOutcome.Sent(message.getMessageID());
        } catch (MessagingException e) {
            SendOutcome answered = SmtpAnswers.outcome(e);
            usable = answered != null && connection.getLastReturnCode() != CLOSING;
            return answered == null ? cut(e, message.wasWritten()) : answered;
        } catch (RuntimeException e) {
            Failure failure = Failure.of("invalid_mail", e).ofThisMail();
            return message.wasWritten()
                    ? new SendOutcome.Unknown(failure)
                    : new SendOutcome.Permanent(failure);
        } finally {
            if (usable) {
                connections.giveBack(connection);
            } else {
                connections.discard(connection);
            }
        }
    }

    private SendOutcome cut(MessagingException fault, boolean written) {
        Failure cut = Failure.of(written ? "cut_after_data" : "io_error", fault);
        if (!written) {
            return new SendOutcome.Transient(cut, false, null);
        }
        return properties.atLeastOnce()
                ? new SendOutcome.Transient(cut, true, null)
                : new SendOutcome.Unknown(cut);
    }

    @Override
    public void close() {
        connections.close();
    }
}
