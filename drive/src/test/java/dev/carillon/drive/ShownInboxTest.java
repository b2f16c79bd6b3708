package dev.carillon.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Cursor;
import dev.carillon.events.EventJson;
import dev.carillon.events.RecipientKey;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ShownInboxTest {
    private static final UUID WITHIN = new UUID(0x0198_0000_0000_8000L, 1);

    private final ShownInbox inbox =
            new ShownInbox(
                    json(Map.of("cursor", whole(3), "counts", counts(3), "items", List.of())));

    @Test
    void countsARowOnceThatChangesWhilePagesAreRead() {
        String next = inbox.takePage(page(amid(4), true, row("a", 4, 4), row("b", 5, 5)));
        assertThat(next).isEqualTo(amid(4));

        assertThat(inbox.takePage(page(whole(7), false, row("c", 6, 6), row("b", 5, 7)))).isNull();

        assertThat(inbox.told()).containsExactly("a", "b", "c");
        assertThat(inbox.shown()).containsExactly(4L, 5L, 6L, 7L);
        assertThat(inbox.cursor()).isEqualTo(whole(7));
    }

    @Test
    void keepsItsCursorWhenReadingPagesFails() {
        inbox.takePage(page(amid(4), true, row("a", 4, 4), row("b", 5, 5)));

        assertThat(inbox.cursor()).isEqualTo(whole(3));
        assertThat(inbox.take(notification("a", 4))).isTrue();
        assertThat(inbox.shown()).containsExactly(4L);
        assertThat(inbox.told()).as("though it is told of it again").containsExactly("a", "b");
        inbox.takePage(page(whole(5), false, row("b", 5, 5)));
        assertThat(inbox.told()).containsExactly("a", "b");
    }

    @Test
    void countsARowThatATakenChangeBringsAgain() {
        inbox.takePage(page(whole(4), false, row("a", 4, 4)));

        inbox.take(notification("a", 5));

        assertThat(inbox.told()).containsExactly("a", "a");
    }

    private static JsonNode notification(String id, long seq) {
        return json(
                Map.of(
                        "type",
                        "notification",
                        "seq",
                        seq,
                        "cursor",
                        whole(seq),
                        "counts",
                        counts(seq),
                        "notification",
                        row(id, seq, seq)));
    }

    private static JsonNode page(String cursor, boolean more, Map<?, ?>... rows) {
        return json(
                Map.of(
                        "cursor",
                        cursor,
                        "has_more",
                        more,
                        "counts",
                        counts(7),
                        "items",
                        List.of(rows)));
    }

    private static Map<String, Object> row(String id, long created, long seq) {
        return Map.of(
                "id", id, "created_seq", created, "seq", seq, "created_at", "2026-01-01T00:00:00Z");
    }

    private static Map<String, Object> counts(long seq) {
        return Map.of("seq", seq, "unread", Map.of("total", 0), "unseen", Map.of("total", 0));
    }

    private static String whole(long seq) {
        return new Cursor(1, seq, 0, 0).encoded(new RecipientKey("default", "ann"));
    }

    private static String amid(long seq) {
        return new Cursor(1, seq, 0, 0, WITHIN).encoded(new RecipientKey("default", "ann"));
    }

    private static JsonNode json(Map<String, ?> value) {
        return EventJson.mapper().valueToTree(value);
    }
}
