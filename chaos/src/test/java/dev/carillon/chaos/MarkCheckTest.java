package dev.carillon.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.chaos.Book.Act;
import dev.carillon.chaos.Book.Mark;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which states of a row the model allows after marks from several tabs, given the begin and end of each mark.
class MarkCheckTest {
    private static final UUID ROW = new UUID(1, 1);
    private static final long CREATED = 10;

    private final Book book = new Book();

    @Test
    void theLaterOfTwoMarksWins() {
        one(Mark.READ, 1, 2L);
        one(Mark.UNREAD, 3, 4L);

        assertThat(isAllowed(false)).isTrue();
        assertThat(isAllowed(true)).isFalse();
    }

    @Test
    void eitherOfTwoConcurrentMarksMayWin() {
        one(Mark.READ, 1, 4L);
        one(Mark.UNREAD, 3, 5L);

        assertThat(isAllowed(false)).isTrue();
        assertThat(isAllowed(true)).isTrue();
    }

    @Test
    void aMarkWithoutAnAnswerMayBeAppliedLater() {
        one(Mark.READ, 1, null);
        one(Mark.UNREAD, 3, 4L);

        assertThat(isAllowed(true)).isTrue();
    }

    @Test
    void allThatExistedAreMarked() {
        one(Mark.UNREAD, 1, 2L);
        all(Mark.READ, CREATED, null, 3, 4L);

        assertThat(isAllowed(true)).isTrue();
        assertThat(isAllowed(false)).isFalse();
    }

    @Test
    void ignoresLaterRowsAndOtherCategories() {
        all(Mark.READ, CREATED - 1, null, 3, 4L);
        all(Mark.READ, CREATED, "talk", 3, 4L);

        assertThat(isAllowed(false)).isTrue();
        assertThat(isAllowed(true)).isFalse();
    }

    @Test
    void nobodyUndeletes() {
        one(Mark.DELETED, 1, 2L);
        one(Mark.READ, 3, 4L);

        assertThat(findings(row(true, false, false))).isEmpty();
        assertThat(findings(row(false, true, true))).hasSize(1);
    }

    @Test
    void aRowThatNobodyDeletedExists() {
        assertThat(findings(row(true, false, false))).hasSize(1);
    }

    private void one(Mark mark, long from, @Nullable Long until) {
        book.did(new Act("ann", mark, ROW, 0, null, from, until));
    }

    private void all(
            Mark mark, long upto, @Nullable String category, long from, @Nullable Long until) {
        book.did(new Act("ann", mark, null, upto, category, from, until));
    }

    private boolean isAllowed(boolean read) {
        return findings(row(false, read, true)).isEmpty()
                || findings(row(false, read, read)).isEmpty();
    }

    private static Found.Row row(boolean deleted, boolean read, boolean seen) {
        return new Found.Row(ROW, "ann", "work", CREATED, deleted, seen, read, false);
    }

    private List<Finding> findings(Found.Row row) {
        Findings findings = new Findings();
        Found found =
                new Found(
                        List.of(row),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        new FoundQuota(List.of(), Map.of(), Map.of()));
        new MarkCheck(book, found, findings).compare();
        return findings.all();
    }
}
