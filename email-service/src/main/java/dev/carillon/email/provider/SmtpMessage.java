package dev.carillon.email.provider;

import dev.carillon.events.MailAddress;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.jspecify.annotations.Nullable;

/// An email as MIME. It records whether its content was written to the server completely. All headers are ASCII, unless
/// an address needs SMTPUTF8.
final class SmtpMessage extends SMTPMessage {
    private final boolean needsUtf8;
    private boolean written;

    /// @throws IllegalArgumentException when the sender's address is invalid
    SmtpMessage(SmtpConnections connections, Mail mail, MailAddress to) throws MessagingException {
        this(
                connections,
                mail,
                to,
                Sender.of(mail.from()),
                mail.replyTo() == null ? null : Sender.of(mail.replyTo()));
    }

    private SmtpMessage(
            SmtpConnections connections,
            Mail mail,
            MailAddress to,
            Sender from,
            @Nullable Sender replyTo)
            throws MessagingException {
        super(connections.session(needsUtf8(to, from, replyTo)));
        needsUtf8 = needsUtf8(to, from, replyTo);
        setEnvelopeFrom(from.address().wire());
        if (needsUtf8) {
            setMailExtension("BODY=8BITMIME"); // The headers contain 8-bit characters.
        }
        setHeader("From", folded("From", from.header()));
        setHeader("To", to.wire());
        if (replyTo != null) {
            setHeader("Reply-To", folded("Reply-To", replyTo.header()));
        }
        setHeader("Subject", folded("Subject", HeaderText.unstructured(mail.subject())));
        MimeMultipart alternatives = new MimeMultipart("alternative");
        alternatives.addBodyPart(part(mail.text(), "plain"));
        alternatives.addBodyPart(part(mail.html(), "html"));
        setContent(alternatives);
        for (Map.Entry<String, String> header : mail.headers().entrySet()) {
            setHeader(header.getKey(), ascii(header.getKey(), header.getValue()));
        }
        saveChanges();
    }

    private static boolean needsUtf8(MailAddress to, Sender from, @Nullable Sender replyTo) {
        return to.needsSmtpUtf8()
                || from.address().needsSmtpUtf8()
                || (replyTo != null && replyTo.address().needsSmtpUtf8());
    }

    boolean needsUtf8() {
        return needsUtf8;
    }

    /// Whether the content was written. From then on the server may have accepted it.
    boolean wasWritten() {
        return written;
    }

    @Override
    public void writeTo(OutputStream out, String @Nullable [] ignored)
            throws IOException, MessagingException {
        super.writeTo(out, ignored);
        written = true;
    }

    /// Keeps the Message-ID of the frozen email.
    @Override
    protected void updateMessageID() throws MessagingException {
        if (getHeader("Message-ID") == null) {
            super.updateMessageID();
        }
    }

    private static String ascii(String name, String value) {
        return HeaderText.isAscii(value) ? value : folded(name, HeaderText.unstructured(value));
    }

    private static String folded(String name, String value) {
        return MimeUtility.fold(name.length() + 2, value);
    }

    private static MimeBodyPart part(String content, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(content, "UTF-8", subtype);
        part.setHeader("Content-Transfer-Encoding", "quoted-printable");
        return part;
    }
}
