package dev.carillon.api.inbox;

import dev.carillon.events.InboxChange;
import dev.carillon.events.InboxRow;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// A client as the protocol describes it: it merges rows by `seq` and applies each mark-all by the same rule as the
/// database.
final class ClientModel {
    final Map<UUID, InboxRow> rows = new TreeMap<>();

    void merge(InboxRow row) {
        InboxRow known = rows.get(row.id());
        if (known == null || known.seq() < row.seq()) {
            rows.put(row.id(), row);
        }
    }

    void apply(InboxChange change) {
        if (change.row() != null) {
            merge(change.row());
            UUID replaced = change.row().replaces();
            if (replaced != null && change.kind() == InboxChange.Kind.NOTIFICATION) {
                merge(InboxRow.deleted(replaced, change.seq()));
            }
        } else if (change.upto() != null && change.seq() != null) {
            rows.replaceAll((id, row) -> applyToAll(change, row));
        }
    }

    /// The rows that a list would show.
    Map<UUID, InboxRow> shown() {
        Map<UUID, InboxRow> shown = new TreeMap<>(rows);
        shown.values().removeIf(InboxRow::deleted);
        return shown;
    }

    private static InboxRow applyToAll(InboxChange change, InboxRow row) {
        boolean reached =
                !row.deleted()
                        && row.seq() < change.seq()
                        && row.createdSeq() <= change.upto()
                        && (change.category() == null || change.category().equals(row.category()));
        if (!reached) {
            return row;
        }
        RowState before =
                new RowState(
                        row.seenAt(),
                        row.readAt(),
                        row.readSeq(),
                        row.clickedAt(),
                        row.archivedAt(),
                        row.archivedSeq(),
                        null,
                        null,
                        null,
                        row.seq());
        RowState after =
                before.apply(
                        RowAction.ofMark(change.action()).orElseThrow(),
                        change.upto(),
                        change.seq(),
                        change.at());
        if (after.isDeleted()) {
            return InboxRow.deleted(row.id(), after.seq());
        }
        Instant readAt = after.readAt();
        return new InboxRow(
                row.id(),
                row.tenant(),
                row.type(),
                row.category(),
                row.priority(),
                row.level(),
                row.title(),
                row.message(),
                row.data(),
                row.actionUrl(),
                row.imageUrl(),
                row.actors(),
                row.actorCount(),
                row.replaces(),
                row.silent(),
                row.reason(),
                row.createdAt(),
                row.expiresAt(),
                after.seenAt(),
                readAt,
                after.readSeq(),
                after.clickedAt(),
                after.archivedAt(),
                after.archivedSeq(),
                null,
                null,
                false,
                row.createdSeq(),
                after.seq());
    }
}
