package dev.carillon.api.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RowStateTest {
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
    private static final Instant LATER = AT.plusSeconds(60);
    private static final RowState FRESH = RowState.fresh(5, null);

    @Test
    void readingSeesAndAClickReads() {
        RowState read = FRESH.apply(RowAction.READ, null, 6, AT);
        assertThat(read.seenAt()).isEqualTo(AT);
        assertThat(read.readAt()).isEqualTo(AT);
        assertThat(read.readSeq()).isEqualTo(6);

        RowState clicked = FRESH.apply(RowAction.CLICKED, null, 6, AT);
        assertThat(clicked.clickedAt()).isEqualTo(AT);
        assertThat(clicked.readAt()).isEqualTo(AT);
        assertThat(clicked.seenAt()).isEqualTo(AT);
        assertThat(clicked.seq()).isEqualTo(6);
    }

    @Test
    void seenAndClickedKeepTheirFirstInstant() {
        RowState clicked = FRESH.apply(RowAction.CLICKED, null, 6, AT);

        assertThat(clicked.apply(RowAction.SEEN, null, 7, LATER)).isEqualTo(clicked);
        assertThat(clicked.apply(RowAction.CLICKED, null, 7, LATER)).isEqualTo(clicked);
    }

    @Test
    void readIsIgnoredWhereItWasChangedAfterThePersonLooked() {
        RowState unread =
                FRESH.apply(RowAction.READ, null, 6, AT).apply(RowAction.UNREAD, null, 9, AT);

        assertThat(unread.apply(RowAction.READ, 8L, 10, LATER)).isEqualTo(unread);
        assertThat(unread.apply(RowAction.READ, 9L, 10, LATER).readAt()).isEqualTo(LATER);
        assertThat(unread.apply(RowAction.READ, null, 10, LATER).readSeq()).isEqualTo(10);
    }

    @Test
    void seenAppliesWhereReadIsIgnored() {
        RowState archived = FRESH.apply(RowAction.ARCHIVE, null, 6, AT);

        assertThat(archived.apply(RowAction.UNARCHIVE, 5L, 7, LATER)).isEqualTo(archived);
        assertThat(archived.apply(RowAction.SEEN, 5L, 7, LATER).seenAt()).isEqualTo(LATER);
    }

    @Test
    void aClickOnAnOlderSightClicksButDoesNotRead() {
        RowState unread =
                FRESH.apply(RowAction.READ, null, 6, AT).apply(RowAction.UNREAD, null, 9, AT);

        RowState clicked = unread.apply(RowAction.CLICKED, 7L, 10, LATER);

        assertThat(clicked.clickedAt()).isEqualTo(LATER);
        assertThat(clicked.readAt()).isNull();
        assertThat(clicked.readSeq()).isEqualTo(9);
    }

    @Test
    void anActionAppliesAtTheSeqOfTheLastChangeAndNotBelow() {
        RowState archived = FRESH.apply(RowAction.ARCHIVE, null, 6, AT);
        RowState read = FRESH.apply(RowAction.READ, null, 6, AT);

        assertThat(archived.apply(RowAction.UNARCHIVE, 6L, 7, LATER).archivedAt()).isNull();
        assertThat(archived.apply(RowAction.UNARCHIVE, 6L, 7, LATER).archivedSeq()).isEqualTo(7);
        assertThat(read.apply(RowAction.UNREAD, 6L, 7, LATER).readAt()).isNull();
        assertThat(read.apply(RowAction.UNREAD, 6L, 7, LATER).readSeq()).isEqualTo(7);
        assertThat(read.apply(RowAction.UNREAD, 5L, 7, LATER)).isEqualTo(read);
    }

    @Test
    void readAndArchivedEachKeepTheSeqOfTheirOwnLastChange() {
        RowState both =
                FRESH.apply(RowAction.READ, null, 6, AT).apply(RowAction.ARCHIVE, null, 9, LATER);

        assertThat(both.readSeq()).isEqualTo(6);
        assertThat(both.archivedSeq()).isEqualTo(9);
        assertThat(both.seq()).isEqualTo(9);
        assertThat(both.apply(RowAction.UNREAD, 6L, 10, LATER).readAt())
                .as("archiving is no change of read")
                .isNull();
        RowState unread = both.apply(RowAction.UNREAD, null, 10, LATER);
        assertThat(unread.archivedSeq()).isEqualTo(9);
        assertThat(unread.archivedAt()).isEqualTo(LATER);
        assertThat(unread.seenAt()).as("seen only goes forward").isEqualTo(AT);
    }

    @Test
    void whatIsSoAlreadyTakesNoSeq() {
        assertThat(FRESH.apply(RowAction.UNREAD, null, 6, AT)).isEqualTo(FRESH);
        assertThat(FRESH.apply(RowAction.UNARCHIVE, null, 6, AT)).isEqualTo(FRESH);
        RowState archived = FRESH.apply(RowAction.ARCHIVE, null, 6, AT);
        assertThat(archived.apply(RowAction.ARCHIVE, null, 7, LATER)).isEqualTo(archived);
        RowState read = FRESH.apply(RowAction.READ, null, 6, AT);
        assertThat(read.apply(RowAction.READ, null, 7, LATER)).isEqualTo(read);
    }

    @Test
    void aTombstoneSaysHowItCameToBe() {
        UUID by = new UUID(1, 2);

        assertThat(FRESH.apply(RowAction.DELETE, null, 6, AT).deletion())
                .isEqualTo(new Deletion(AT, Deletion.By.PERSON, null));
        assertThat(FRESH.apply(RowAction.EXPIRED, null, 6, AT).deletion())
                .isEqualTo(new Deletion(AT, Deletion.By.EXPIRED, null));
        assertThat(FRESH.apply(RowAction.REMOVED, null, 6, AT).deletion())
                .isEqualTo(new Deletion(AT, Deletion.By.RETENTION, null));
        assertThat(FRESH.replaced(by, 6, AT).deletion())
                .isEqualTo(new Deletion(AT, Deletion.By.REPLACED, by));
        assertThat(FRESH.replaced(by, 6, AT).seq()).isEqualTo(6);
        assertThat(FRESH.at(8)).isEqualTo(RowState.fresh(8, null));
    }

    @Test
    void aTombstoneStaysOne() {
        RowState deleted = FRESH.apply(RowAction.DELETE, null, 6, AT);

        assertThat(FRESH.isDeleted()).isFalse();
        assertThat(deleted.isDeleted()).isTrue();
        for (RowAction action : RowAction.values()) {
            assertThat(deleted.apply(action, null, 7, LATER)).isEqualTo(deleted);
        }
    }

    @Test
    void whatIsArchivedOrDeletedLeavesTheCounts() {
        assertThat(FRESH.countsAsUnread()).isTrue();
        assertThat(FRESH.apply(RowAction.SEEN, null, 6, AT).countsAsUnread()).isTrue();
        assertThat(FRESH.apply(RowAction.SEEN, null, 6, AT).countsAsUnseen()).isFalse();
        assertThat(FRESH.apply(RowAction.ARCHIVE, null, 6, AT).countsAsUnread()).isFalse();
        assertThat(FRESH.apply(RowAction.EXPIRED, null, 6, AT).countsAsUnseen()).isFalse();
    }
}
