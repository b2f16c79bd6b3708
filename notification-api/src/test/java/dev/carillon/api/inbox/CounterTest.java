package dev.carillon.api.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Counts;
import dev.carillon.events.RecipientKey;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CounterTest {
    private static final RecipientKey WHO = new RecipientKey("default", "ann");
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

    private final Counter counter = Counter.none(WHO);

    @Test
    void everyChangeTakesTheNextSeqOnce() {
        assertThat(counter.next()).isEqualTo(1);
        assertThat(counter.next()).as("looking takes nothing").isEqualTo(1);
        assertThat(counter.take()).isEqualTo(1);
        assertThat(counter.take()).isEqualTo(2);
        assertThat(counter.seq()).isEqualTo(2);
        assertThat(counter.counts().seq()).isEqualTo(2);
    }

    @Test
    void countsFollowARowThroughItsLife() {
        RowState fresh = RowState.fresh(1, null);
        RowState seen = fresh.apply(RowAction.SEEN, null, 2, AT);
        RowState read = seen.apply(RowAction.READ, null, 3, AT);
        RowState unread = read.apply(RowAction.UNREAD, null, 4, AT);
        RowState archived = unread.apply(RowAction.ARCHIVE, null, 5, AT);
        RowState back = archived.apply(RowAction.UNARCHIVE, null, 6, AT);
        RowState expired = back.apply(RowAction.EXPIRED, null, 7, AT);

        counter.count("comment", null, fresh);
        counter.count("release", null, fresh);
        assertCounts(2, 2, Map.of("comment", 1L, "release", 1L));
        counter.count("comment", fresh, seen);
        assertCounts(2, 1, Map.of("comment", 1L, "release", 1L));
        counter.count("comment", seen, read);
        assertCounts(1, 1, Map.of("release", 1L));
        counter.count("comment", read, unread);
        assertCounts(2, 1, Map.of("comment", 1L, "release", 1L));
        counter.count("comment", unread, archived);
        assertCounts(1, 1, Map.of("release", 1L));
        counter.count("comment", archived, back);
        assertCounts(2, 1, Map.of("comment", 1L, "release", 1L));
        counter.count("comment", back, expired);
        assertCounts(1, 1, Map.of("release", 1L));
    }

    @Test
    void aRowThatComesDeadCountsNothing() {
        counter.count(
                "comment", null, RowState.fresh(1, new Deletion(AT, Deletion.By.EXPIRED, null)));

        assertCounts(0, 0, Map.of());
    }

    @Test
    void countsAreACopy() {
        counter.count("comment", null, RowState.fresh(1, null));
        Counts then = counter.counts();
        counter.count("comment", null, RowState.fresh(2, null));

        assertCounts(2, 2, Map.of("comment", 2L));
        assertThat(then.unread().total()).isEqualTo(1);
        assertThat(then.unread().byCategory()).isEqualTo(Map.of("comment", 1L));
        Counter again = new Counter(WHO, 3, 7, then);
        assertThat(again.counts()).isEqualTo(then);
        assertThat(again.epoch()).isEqualTo(3);
        assertThat(again.purgedSeq()).isEqualTo(7);
        assertThat(again.who()).isEqualTo(WHO);
    }

    private void assertCounts(long unread, long unseen, Map<String, Long> unreadByCategory) {
        Counts counts = counter.counts();
        assertThat(counts.unread().total()).isEqualTo(unread);
        assertThat(counts.unread().byCategory()).isEqualTo(unreadByCategory);
        assertThat(counts.unseen().total()).isEqualTo(unseen);
    }
}
