package dev.carillon.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Cursor;
import dev.carillon.events.InboxChange.Kind;
import dev.carillon.gateway.connection.Progress.Take;
import dev.carillon.gateway.replay.ChangeHead;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final Progress progress = new Progress(2);

    @Test
    void takesWhatComesInOrderWithTheSharedFrame() {
        progress.startAt(2, new Cursor(1, 5, 2, 100));
        progress.replayed(101);

        assertThat(take(101, 6)).isEqualTo(Take.SHARED);
        assertThat(take(105, 7)).isEqualTo(Take.SHARED);
        assertThat(progress.cursor(106)).isEqualTo(new Cursor(1, 7, 2, 106));
    }

    @Test
    void dropsWhatTheClientHas() {
        progress.startAt(2, new Cursor(1, 5, 2, 100));
        progress.replayed(101);

        assertThat(take(99, 6)).describedAs("already replayed").isEqualTo(Take.DROP);
        assertThat(take(102, 5)).describedAs("a repeated one").isEqualTo(Take.DROP);
    }

    @Test
    void writesTheAnswerToAnActionEvenWhenTheClientHasTheChange() {
        progress.startAt(2, new Cursor(1, 5, 2, 100));
        progress.replayed(101);

        assertThat(progress.take(2, 102, head(1, 5L, UUID.randomUUID()))).isEqualTo(Take.OWN);
        assertThat(progress.take(2, 103, head(1, null, UUID.randomUUID()))).isEqualTo(Take.OWN);
        assertThat(progress.gapOpen()).isFalse();
        assertThat(progress.cursor(104)).isEqualTo(new Cursor(1, 5, 2, 104));
    }

    @Test
    void holdsThePositionWhileAGapIsOpenAndMovesOnWhenItCloses() {
        progress.startAt(2, new Cursor(1, 5, 2, 100));
        progress.replayed(101);

        assertThat(take(110, 8)).isEqualTo(Take.OWN);
        assertThat(progress.gapOpen()).isTrue();
        assertThat(progress.cursor(111)).isEqualTo(new Cursor(1, 5, 2, 110));
        assertThat(take(112, 8)).describedAs("repeated beyond the gap").isEqualTo(Take.DROP);

        assertThat(take(113, 6)).isEqualTo(Take.OWN);
        assertThat(progress.cursor(114)).isEqualTo(new Cursor(1, 6, 2, 110));

        assertThat(take(114, 7)).isEqualTo(Take.OWN);
        assertThat(progress.gapOpen()).isFalse();
        assertThat(progress.cursor(115)).isEqualTo(new Cursor(1, 8, 2, 115));
        assertThat(take(115, 9)).isEqualTo(Take.SHARED);
    }

    @Test
    void goesOnBeyondTheGapOnceTheClientAsksTheDatabase() {
        progress.startAt(2, new Cursor(1, 5, 2, 100));
        progress.replayed(101);
        assertThat(take(110, 8)).isEqualTo(Take.OWN);

        progress.startLive(2, -1, -1, 111);

        assertThat(progress.gapOpen()).isFalse();
        assertThat(take(111, 9)).isEqualTo(Take.SHARED);
    }

    @Test
    void promisesNoPositionBeforeWhatWasMissedIsReplayed() {
        progress.startAt(2, new Cursor(1, 5, 0, 100));

        assertThat(progress.takeReplayed(90, head(1, 6L, null))).isEqualTo(Take.OWN);
        assertThat(progress.cursor(101)).isEqualTo(new Cursor(1, 6, 2, -1));

        progress.replayed(101);
        assertThat(progress.cursor(50)).isEqualTo(new Cursor(1, 6, 2, 101));
    }

    @Test
    void beginsANewEpochWithAResetAndDropsTheOldOne() {
        progress.startAt(2, new Cursor(1, 5, 2, 100));
        progress.replayed(101);

        assertThat(progress.take(2, 102, head(2, 1L, null))).isEqualTo(Take.RESET);
        assertThat(progress.take(2, 103, head(1, 6L, null))).isEqualTo(Take.DROP);
        assertThat(progress.take(2, 104, head(2, 2L, null))).isEqualTo(Take.SHARED);
    }

    @Test
    void aClientWithoutACursorStandsAtTheStartOfAnEmptyInboxUntilSomethingIsKnown() {
        assertThat(progress.cursor(10)).isEqualTo(new Cursor(1, 0, 2, 10));
        progress.startFresh(-1, -1);
        assertThat(progress.cursor(10)).isEqualTo(new Cursor(1, 0, 2, 10));
        progress.startFresh(3, 40);
        assertThat(progress.cursor(10)).isEqualTo(new Cursor(3, 40, 2, 10));
        assertThat(take(10, 4)).isEqualTo(Take.SHARED);
        assertThat(progress.cursor(11)).isEqualTo(new Cursor(1, 4, 2, 11));
    }

    @Test
    void takesWhatLiesLowInANewPartition() {
        progress.startAt(2, new Cursor(1, 5, 2, 100));
        progress.replayed(101);

        progress.startLive(3, 1, 5, -1);

        assertThat(progress.take(3, 0, head(1, 6L, null))).isEqualTo(Take.SHARED);
        assertThat(progress.cursor(1)).isEqualTo(new Cursor(1, 6, 3, 1));
    }

    @Test
    void takesWhatLiesLowInALogThatWasMadeAnew() {
        progress.startAt(2, new Cursor(1, 5, 2, 100));
        progress.replayed(101);

        progress.forgetPosition(2);
        assertThat(progress.cursor(101)).isEqualTo(new Cursor(1, 5, 2, -1));
        progress.startLive(2, 1, 5, -1);

        assertThat(take(0, 6)).isEqualTo(Take.SHARED);
        assertThat(progress.cursor(1)).isEqualTo(new Cursor(1, 6, 2, 1));
    }

    private Take take(long offset, long seq) {
        return progress.take(2, offset, head(1, seq, null));
    }

    private static ChangeHead head(long epoch, @Nullable Long seq, @Nullable UUID actionId) {
        return new ChangeHead(Kind.CHANGED, epoch, seq, actionId, null, null);
    }
}
