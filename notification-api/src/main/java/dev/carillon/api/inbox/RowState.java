package dev.carillon.api.inbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The changeable state of a row, and its rules. Seen, clicked and deleted only go forward and always apply. Read and
/// archived remember the `seq` of their own last change; an action that is based on an older state is ignored. Read
/// implies seen, and clicked implies read. A tombstone never changes again.
///
/// @param seq of the last change
record RowState(
        @Nullable Instant seenAt,
        @Nullable Instant readAt,
        @Nullable Long readSeq,
        @Nullable Instant clickedAt,
        @Nullable Instant archivedAt,
        @Nullable Long archivedSeq,
        @Nullable Instant snoozedUntil,
        @Nullable Long snoozedSeq,
        @Nullable Deletion deletion,
        long seq) {
    /// The state of a new row; with a deletion it is a tombstone from the start.
    static RowState fresh(long seq, @Nullable Deletion deletion) {
        return new RowState(null, null, null, null, null, null, null, null, deletion, seq);
    }

    /// Applies an action.
    ///
    /// @param seen the `seq` that the person saw; null applies to the current state
    /// @param next the `seq` of the change, if there is one
    /// @return an equal state when nothing changes, else a state with the `seq` `next`
    RowState apply(RowAction action, @Nullable Long seen, long next, Instant at) {
        if (deletion != null) {
            return this;
        }
        return switch (action) {
            case SEEN -> seen(next, at);
            case READ -> read(seen, next, at);
            case UNREAD -> unread(seen, next);
            case CLICKED -> clicked(seen, next, at);
            case ARCHIVE -> archived(seen, next, at);
            case UNARCHIVE -> archived(seen, next, null);
            case DELETE -> deleted(new Deletion(at, Deletion.By.PERSON, null), next);
            case EXPIRED -> deleted(new Deletion(at, Deletion.By.EXPIRED, null), next);
            case REMOVED -> deleted(new Deletion(at, Deletion.By.RETENTION, null), next);
        };
    }

    /// The tombstone of a row that another row replaces.
    RowState replaced(UUID by, long next, Instant at) {
        return deleted(new Deletion(at, Deletion.By.REPLACED, by), next);
    }

    /// The same state after a change of content.
    RowState at(long next) {
        return new RowState(
                seenAt,
                readAt,
                readSeq,
                clickedAt,
                archivedAt,
                archivedSeq,
                snoozedUntil,
                snoozedSeq,
                deletion,
                next);
    }

    boolean isDeleted() {
        return deletion != null;
    }

    boolean countsAsUnread() {
        return isInList() && readAt == null;
    }

    boolean countsAsUnseen() {
        return isInList() && seenAt == null;
    }

    private boolean isInList() {
        return deletion == null && archivedAt == null && snoozedUntil == null;
    }

    private RowState seen(long next, Instant at) {
        return seenAt != null ? this : with(at, readAt, readSeq, clickedAt, next);
    }

    private RowState read(@Nullable Long seen, long next, Instant at) {
        if (readAt != null || isNewer(readSeq, seen)) {
            return seen(next, at);
        }
        return with(seenAt == null ? at : seenAt, at, next, clickedAt, next);
    }

    private RowState unread(@Nullable Long seen, long next) {
        return readAt == null || isNewer(readSeq, seen)
                ? this
                : with(seenAt, null, next, clickedAt, next);
    }

    private RowState clicked(@Nullable Long seen, long next, Instant at) {
        RowState read = read(seen, next, at);
        return clickedAt != null
                ? read
                : read.with(read.seenAt, read.readAt, read.readSeq, at, next);
    }

    private RowState archived(@Nullable Long seen, long next, @Nullable Instant at) {
        boolean same = (archivedAt == null) == (at == null);
        return same || isNewer(archivedSeq, seen)
                ? this
                : new RowState(
                        seenAt,
                        readAt,
                        readSeq,
                        clickedAt,
                        at,
                        next,
                        snoozedUntil,
                        snoozedSeq,
                        null,
                        next);
    }

    private RowState deleted(Deletion how, long next) {
        return new RowState(
                seenAt,
                readAt,
                readSeq,
                clickedAt,
                archivedAt,
                archivedSeq,
                snoozedUntil,
                snoozedSeq,
                how,
                next);
    }

    private RowState with(
            @Nullable Instant seenAt,
            @Nullable Instant readAt,
            @Nullable Long readSeq,
            @Nullable Instant clickedAt,
            long seq) {
        return new RowState(
                seenAt,
                readAt,
                readSeq,
                clickedAt,
                archivedAt,
                archivedSeq,
                snoozedUntil,
                snoozedSeq,
                deletion,
                seq);
    }

    private static boolean isNewer(@Nullable Long changed, @Nullable Long seen) {
        return changed != null && seen != null && changed > seen;
    }
}
