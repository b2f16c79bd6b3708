package dev.carillon.email.provider;

import dev.carillon.email.provider.SendOutcome.Failure;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/// Sends over SMTP. The protocol knows no idempotency key: a connection that breaks after the content was written leaves open
/// whether the server took the mail, which is [SendOutcome.Unknown].
final class SmtpProvider implements MailProvider, AutoCloseable {
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

    /// Not really; but where at-least-once is chosen, sending again is what was asked for.
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
        SmtpMessage message;
        Address[] to;
        try {
            message = new SmtpMessage(connections.session(), mail);
            to = new Address[] {new InternetAddress(mail.to(), true)};
        } catch (MessagingException e) {
            return new SendOutcome.Permanent(Failure.of("invalid_address", e));
        }
        try {
            Transport transport = connections.borrow();
            if (transport == null) {
                return new SendOutcome.Transient(
                        new Failure("no_connection_free", null, null), false, null);
            }
            return sendOver(transport, message, to);
        } catch (AuthenticationFailedException e) {
            return new SendOutcome.ProviderDown(Failure.of("authentication_failed", e));
        } catch (MessagingException e) {
            return new SendOutcome.Transient(Failure.of("connect_failed", e), false, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SendOutcome.Transient(Failure.of("interrupted", e), false, null);
        }
    }

    private SendOutcome sendOver(Transport transport, SmtpMessage message, Address[] to) {
        boolean usable = false;
        try {
            transport.sendMessage(message, to);
            usable = true;
            return new SendOutcome.Sent(message.getMessageID());
        } catch (MessagingException e) {
            int code = replyCode(e);
            usable = code >= 400 && code != 421;
            return outcome(e, code, message.wasWritten());
        } finally {
            if (usable) {
                connections.giveBack(transport);
            } else {
                connections.discard(transport);
            }
        }
    }

    private SendOutcome outcome(MessagingException fault, int code, boolean written) {
        if (code >= 500) {
            return new SendOutcome.Permanent(new Failure("smtp_" + code, code, fault.getMessage()));
        }
        if (code >= 400) {
            return new SendOutcome.Transient(
                    new Failure("smtp_" + code, code, fault.getMessage()), false, null);
        }
        Failure cut = Failure.of(written ? "cut_after_data" : "io_error", fault);
        if (!written) {
            return new SendOutcome.Transient(cut, false, null);
        }
        return properties.atLeastOnce()
                ? new SendOutcome.Transient(cut, true, null)
                : new SendOutcome.Unknown(cut);
    }

    /// The server's own answer; 0 where the connection broke before there was one.
    private static int replyCode(@Nullable Throwable fault) {
        for (Throwable at = fault; at != null; at = next(at)) {
            int code =
                    switch (at) {
                        case SMTPAddressFailedException refused -> refused.getReturnCode();
                        case SMTPSenderFailedException refused -> refused.getReturnCode();
                        case SMTPSendFailedException refused -> refused.getReturnCode();
                        default -> 0;
                    };
            if (code >= 400) {
                return code;
            }
        }
        return 0;
    }

    private static @Nullable Throwable next(Throwable fault) {
        return fault instanceof MessagingException messaging
                ? messaging.getNextException()
                : fault.getCause();
    }

    @Override
    public void close() {
        connections.close();
    }
}
