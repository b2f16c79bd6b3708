package dev.carillon.email.provider;

import dev.carillon.events.EmailMessage;
import dev.carillon.events.RecipientKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

final class Samples {
    static final Envelope ENVELOPE =
            new Envelope(
                    new UUID(0x0199_0000_0000_8000L, 0x8000_0000_0000_0001L),
                    0,
                    new RecipientKey("default", "ann"),
                    EmailMessage.Kind.IMMEDIATE,
                    false,
                    List.of());

    private Samples() {}

    static Mail mail() {
        return mail("Product <mail@example.org>", "ann@example.org", "Grüße");
    }

    static Mail to(String address) {
        return mail("Product <mail@example.org>", address, "Grüße");
    }

    static Mail mail(String from, String to, String subject) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Message-ID", "<1.0@example.org>");
        headers.put("List-Unsubscribe", "<https://example.org/unsubscribe/token>");
        return new Mail(from, to, null, subject, "<p>Hallo</p>", "Hallo", headers);
    }
}
