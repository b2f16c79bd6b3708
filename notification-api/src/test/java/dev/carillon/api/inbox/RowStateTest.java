package dev.carillon.api.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
    void aTombstoneStaysOne() {
        RowState deleted = FRESH.apply(RowAction.DELETE, null, 6, AT);

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
