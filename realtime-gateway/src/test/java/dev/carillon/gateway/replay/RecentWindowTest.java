package dev.carillon.gateway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Cursor;
import dev.carillon.events.InboxChange;
import dev.carillon.events.RecipientKey;
import dev.carillon.gateway.SampleChanges;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecentWindowTest {
    private static final RecipientKey ANN = new RecipientKey("default", "ann");
    private static final RecipientKey BOB = new RecipientKey("default", "bob");
    private static final long AGE = 60_000;

    private final RecentWindow window = window(1_000_000);

    @Test
    void resumesAClientWhoseEveryMissedChangeIsThere() {
        add(ANN, 100, 5);
        add(ANN, 101, 6);
        add(ANN, 103, 7);

        assertThat(missed(new Cursor(1, 5, -1, -1))).containsExactly(6L, 7L);
        assertThat(missed(new Cursor(1, 7, -1, -1))).isEmpty();
        assertThat(missed(new Cursor(1, 4, -1, -1))).containsExactly(5L, 6L, 7L);
    }

    @Test
    void putsReorderedAndRepeatedChangesInOrderEachOnce() {
        add(ANN, 100, 7);
        add(ANN, 101, 6);
        add(ANN, 102, 7);

        assertThat(missed(new Cursor(1, 5, -1, -1))).containsExactly(6L, 7L);
    }

    @Test
    void asksTheDatabaseWhenAnythingBetweenIsMissing() {
        add(ANN, 100, 5);
        add(ANN, 101, 7);

        assertThat(resume(new Cursor(1, 5, -1, -1))).isInstanceOf(Resumption.Resync.class);
        assertThat(resume(new Cursor(1, 3, -1, -1))).isInstanceOf(Resumption.Resync.class);
    }

    @Test
    void sendsAClientThatLeftOffAmidThePagesOfChangesToTheDatabase() {
        Cursor amid = new Cursor(1, 5, partition(ANN), 100, new UUID(0x0198_0000_0000_8000L, 1));
        window.begin(partition(ANN), 50);
        window.readTo(partition(ANN), 100);
        assertThat(resume(amid)).isInstanceOf(Resumption.Resync.class);

        add(ANN, 100, 5);
        add(ANN, 101, 6);

        assertThat(resume(amid)).isInstanceOf(Resumption.Resync.class);
        assertThat(missed(new Cursor(1, 5, partition(ANN), 100))).containsExactly(6L);
    }

    @Test
    void knowsByTheCountsOfAnOldChangeThatMuchCameAfterIt() {
        InboxChange repeated =
                new InboxChange(
                        InboxChange.Kind.NOTIFICATION,
                        "default",
                        "ann",
                        1,
                        3L,
                        SampleChanges.row(ANN, 3, "again"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        SampleChanges.counts(9),
                        SampleChanges.AT);
        window.add(SampleChanges.recent(repeated, partition(ANN), 100));

        assertThat(resume(new Cursor(1, 3, -1, -1))).isInstanceOf(Resumption.Resync.class);
        assertThat(resume(new Cursor(1, 9, -1, -1))).isInstanceOf(Resumption.Recovered.class);
    }

    @Test
    void resumesARecipientWithoutChangesByItsPosition() {
        int partition = partition(ANN);
        window.readTo(partition, 150);

        assertThat(missed(new Cursor(1, 5, partition, 120))).isEmpty();
        assertThat(resume(new Cursor(1, 5, partition, 49)))
                .describedAs("before the window")
                .isInstanceOf(Resumption.Resync.class);
        assertThat(resume(new Cursor(1, 5, partition, 151)))
                .describedAs("of another log")
                .isInstanceOf(Resumption.Resync.class);
        assertThat(resume(new Cursor(1, 5, partition + 1, 120)))
                .describedAs("of another partition")
                .isInstanceOf(Resumption.Resync.class);
        assertThat(resume(new Cursor(1, 5, -1, -1))).isInstanceOf(Resumption.Resync.class);
    }

    @Test
    void resetsAClientOfAnotherEpoch() {
        add(ANN, 100, 5);

        assertThat(resume(new Cursor(0, 5, -1, -1))).isEqualTo(new Resumption.Reset(1, 5, 101));
    }

    @Test
    void movesItsStartBeforeItForgets() {
        RecentWindow small = window(2_500);
        int partition = small.partitionOf(ANN);
        for (int seq = 1; seq <= 20; seq++) {
            small.add(
                    SampleChanges.recent(SampleChanges.arrived(ANN, 1, seq), partition, 100 + seq));
        }

        assertThat(small.bytes()).isLessThanOrEqualTo(2_500);
        assertThat(small.resume(ANN, new Cursor(1, 20, -1, -1)))
                .isInstanceOf(Resumption.Recovered.class);
        assertThat(small.resume(ANN, new Cursor(1, 1, partition, 101)))
                .isInstanceOf(Resumption.Resync.class);
        assertThat(small.since(ANN, 101)).isEmpty();
        assertThat(small.since(ANN, 120)).isPresent();
    }

    @Test
    void forgetsByAge() {
        add(ANN, 100, 5);
        window.expire(SampleChanges.AT.toEpochMilli() + AGE + 1);

        assertThat(window.size()).isZero();
        assertThat(resume(new Cursor(1, 4, partition(ANN), 100)))
                .isInstanceOf(Resumption.Resync.class);
        assertThat(resume(new Cursor(1, 5, partition(ANN), 101)))
                .isInstanceOf(Resumption.Recovered.class);
    }

    @Test
    void showsALaggingClientEverythingFromItsPosition() {
        add(ANN, 100, 5);
        add(BOB, 101, 1);
        add(ANN, 102, 6);

        assertThat(
                        window.since(ANN, 101).orElseThrow().changes().stream()
                                .map(change -> change.head().seq()))
                .containsExactly(6L);
    }

    private void add(RecipientKey to, long offset, long seq) {
        window.add(SampleChanges.recent(SampleChanges.arrived(to, 1, seq), partition(to), offset));
    }

    private int partition(RecipientKey recipient) {
        return window.partitionOf(recipient);
    }

    private Resumption resume(Cursor cursor) {
        return window.resume(ANN, cursor);
    }

    private List<Long> missed(Cursor cursor) {
        assertThat(resume(cursor)).isInstanceOf(Resumption.Recovered.class);
        return ((Resumption.Recovered) resume(cursor))
                .missed().stream().map(change -> change.head().seq()).toList();
    }

    private static RecentWindow window(long bytes) {
        RecentWindow window = new RecentWindow(bytes, AGE);
        window.partitions(3);
        for (int partition = 0; partition < 3; partition++) {
            window.begin(partition, 50);
        }
        return window;
    }
}
