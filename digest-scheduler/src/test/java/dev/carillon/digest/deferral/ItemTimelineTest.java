package dev.carillon.digest.deferral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Channel;
import dev.carillon.events.Deferral;
import dev.carillon.events.EventJson;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Reasons;
import dev.carillon.events.TimelineEntry;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ItemTimelineTest {
    private static final Instant NOW = Instant.parse("2026-12-01T08:00:00Z");
    private static final Instant DUE = Instant.parse("2026-12-02T08:00:00Z");
    private static final String DUE_TEXT = "2026-12-02 09:00 Europe/Zurich (2026-12-02T08:00:00Z)";

    @Test
    void whatWaitsNamesWhenItIsDueAndWhy() {
        TimelineEntry digest = deferred(Reasons.DIGEST, false, DUE);
        assertThat(digest.text())
                .isEqualTo("Waits for the recipient's next digest, due " + DUE_TEXT + ".");
        assertThat(digest.details()).containsEntry("due_at", DUE.toString());
        assertThat(digest.channels().get("email").dueAt()).isEqualTo(DUE);

        assertThat(deferred(Reasons.QUOTA, false, DUE).text())
                .isEqualTo(
                        "Waits for the recipient's next digest, due "
                                + DUE_TEXT
                                + ": a limit on emails was reached.");
        assertThat(deferred(Reasons.QUIET_HOURS, true, DUE).text())
                .isEqualTo(
                        "Waits until "
                                + DUE_TEXT
                                + " and is then sent as a single email: the recipient has quiet hours.");
        assertThat(deferred(Reasons.DIGEST, false, null).text())
                .isEqualTo("Waits for the recipient's next digest.");
    }

    @Test
    void whatIsLeftOutSaysWhyForEveryReason() {
        for (String reason : Reasons.meanings().keySet()) {
            assertThat(entry(ItemTimeline.leftOut(item(Reasons.DIGEST, false), NOW, reason)).text())
                    .isEqualTo("Left out of the email: " + Reasons.meaning(reason) + ".");
        }
    }

    private static TimelineEntry deferred(String reason, boolean single, @Nullable Instant due) {
        return entry(ItemTimeline.deferred(item(reason, single), due, ZoneId.of("Europe/Zurich")));
    }

    private static Item item(String reason, boolean single) {
        return new Item(
                new Deferral(
                        new UUID(0, 1),
                        0,
                        Channel.EMAIL,
                        "default",
                        "ann",
                        reason,
                        null,
                        null,
                        null,
                        NOW),
                single);
    }

    private static TimelineEntry entry(OutgoingRecord record) {
        return EventJson.read(record.value(), TimelineEntry.class);
    }
}
