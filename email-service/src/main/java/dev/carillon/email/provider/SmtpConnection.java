package dev.carillon.email.provider;

import dev.carillon.events.MailAddress;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/// One connection to the server. It requests SMTPUTF8 (RFC 6531) only for an email that needs it: a later server on the
/// route that does not offer SMTPUTF8 rejects an email sent with it.
final class SmtpConnection extends SMTPTransport {
    private static final String SMTPUTF8 = "SMTPUTF8";

    private boolean asciiOnly;

    /// @param session must allow UTF-8; otherwise the library cuts characters to their low bytes
    SmtpConnection(Session session, boolean tls) {
        super(session, url(tls), tls ? "smtps" : "smtp", tls);
    }

    private static URLName url(boolean tls) {
        return new URLName(tls ? "smtps" : "smtp", null, -1, null, null, null);
    }

    /// Whether the server accepts addresses with non-ASCII characters before the `@`.
    boolean offersUtf8() {
        return super.supportsExtension(SMTPUTF8);
    }

    void send(SmtpMessage message, MailAddress to) throws MessagingException {
        asciiOnly = !message.needsUtf8();
        InternetAddress recipient = new InternetAddress();
        recipient.setAddress(to.wire());
        sendMessage(message, new Address[] {recipient});
    }

    @Override
    public boolean supportsExtension(String name) {
        return name.equals(SMTPUTF8) ? !asciiOnly : super.supportsExtension(name);
    }
}
