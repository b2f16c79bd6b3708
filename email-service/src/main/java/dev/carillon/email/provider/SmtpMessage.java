package dev.carillon.email.provider;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A mail as MIME that remembers whether its content was written to the server in full.
final class SmtpMessage extends MimeMessage {
    private boolean written;

    SmtpMessage(Session session, Mail mail) throws MessagingException {
        super(session);
        setFrom(new InternetAddress(mail.from(), true));
        setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
        if (mail.replyTo() != null) {
            setReplyTo(new InternetAddress[] {new InternetAddress(mail.replyTo(), true)});
        }
        setSubject(mail.subject(), "UTF-8");
        MimeMultipart alternatives = new MimeMultipart("alternative");
        alternatives.addBodyPart(part(mail.text(), "plain"));
        alternatives.addBodyPart(part(mail.html(), "html"));
        setContent(alternatives);
        for (Map.Entry<String, String> header : mail.headers().entrySet()) {
            setHeader(header.getKey(), header.getValue());
        }
        saveChanges();
    }

    /// From here on the server may have taken it.
    boolean wasWritten() {
        return written;
    }

    @Override
    public void writeTo(OutputStream out, String @Nullable [] ignored)
            throws IOException, MessagingException {
        super.writeTo(out, ignored);
        written = true;
    }

    /// Keeps the Message-ID of the frozen mail.
    @Override
    protected void updateMessageID() throws MessagingException {
        if (getHeader("Message-ID") == null) {
            super.updateMessageID();
        }
    }

    private static MimeBodyPart part(String content, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(content, "UTF-8", subtype);
        part.setHeader("Content-Transfer-Encoding", "quoted-printable");
        return part;
    }
}
