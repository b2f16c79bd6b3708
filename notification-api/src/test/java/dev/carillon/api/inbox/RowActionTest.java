package dev.carillon.api.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Stages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The actions that a person may do, and those that only timers may do.
class RowActionTest {
    @ParameterizedTest
    @ValueSource(strings = {"seen", "read", "unread", "clicked", "archive", "unarchive", "delete"})
    void theseArePersons(String key) {
        assertThat(RowAction.ofMark(key)).get().extracting(RowAction::key).isEqualTo(key);
        assertThat(RowAction.MARKS.split(", ")).contains(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "removed", "READ", "", "dance"})
    void nothingElseIs(String key) {
        assertThat(RowAction.ofMark(key)).isEmpty();
        assertThat(RowAction.MARKS.split(", ")).doesNotContain(key);
    }

    @Test
    void onlyWhatGoesForwardReachesAStageOfTheTimeline() {
        assertThat(RowAction.READ.stage()).map(RowAction.Stage::key).contains(Stages.READ);
        assertThat(RowAction.UNREAD.stage()).isEmpty();
        assertThat(RowAction.ARCHIVE.stage()).isEmpty();
    }

    @Test
    void theCauseOfADeletionIsReadAsItIsStored() {
        for (Deletion.By by : Deletion.By.values()) {
            assertThat(Deletion.By.of(by.key())).isEqualTo(by);
        }
    }
}
