package dev.carillon.email.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.EmailMessage;
import dev.carillon.events.Reasons;
import dev.carillon.events.RecipientKey;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MailWordsTest {
    private static final Instant NOW = Instant.parse("2026-12-01T08:00:00Z");
    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

    @Test
    void aLimitIsNamedAndWhenItOpens() {
        assertThat(words(MessageState.REFUSED, Reasons.QUOTA_HOUR, NOW.plusSeconds(3600)))
                .isEqualTo(
                        "The email was postponed: the limit of emails to one recipient in an hour was reached."
                                + " The limit resets at 2026-12-01 10:00 Europe/Zurich (2026-12-01T09:00:00Z).");
        assertThat(words(MessageState.REFUSED, Reasons.PROVIDER_QUOTA, null))
                .isEqualTo("The email was postponed: the email provider's own quota is used up.");
    }

    @Test
    void whyItWasNotMailedIsSaidForEveryReason() {
        for (String reason : Reasons.meanings().keySet()) {
            assertThat(words(MessageState.NOT_MAILED, reason, null))
                    .isEqualTo("Not sent by email: " + Reasons.meaning(reason) + ".");
            assertThat(words(MessageState.DEAD, reason, null))
                    .isEqualTo(
                            "The email failed after 1 attempt: " + Reasons.meaning(reason) + ".");
        }
        assertThat(words(MessageState.UNKNOWN, "smtp_421", null))
                .isEqualTo(
                        "The email may have been sent; it is not known whether it was accepted: error smtp_421.");
        assertThat(words(MessageState.SENT, null, null))
                .isEqualTo("The email was accepted by smtp.");
    }

    private static String words(
            MessageState state, @Nullable String reason, @Nullable Instant notBefore) {
        Message message =
                new Message(
                        new UUID(0, 1),
                        new RecipientKey("default", "ann"),
                        0,
                        state,
                        reason,
                        EmailMessage.Kind.IMMEDIATE,
                        false,
                        List.of(),
                        new StoredRecord("email", 0, 0, null, NOW, Map.of(), new byte[0]),
                        "smtp",
                        "default",
                        "ann@example.org",
                        "Subject",
                        null,
                        1,
                        0,
                        false,
                        null,
                        null,
                        0,
                        NOW,
                        notBefore,
                        null,
                        null,
                        null,
                        null,
                        false,
                        NOW,
                        NOW);
        return MailWords.of(message, ZURICH);
    }
}
