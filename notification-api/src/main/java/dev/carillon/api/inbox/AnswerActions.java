package dev.carillon.api.inbox;

import dev.carillon.events.ClientAction;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.InboxChange;
import dev.carillon.events.InboxRow;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.outbox.TransactionalOutbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Applies people's actions from their clients. Each answer carries the action's id, and either the change that the
/// action made or the unchanged row. An action that arrives again is not applied again: its answer repeats the change
/// that it made the first time.
@Component
final class AnswerActions {
    private final TransactionOperations transactions;
    private final Inboxes inboxes;
    private final ChangeRows change;
    private final ActionTable table;
    private final TransactionalOutbox outbox;
    private final InboxMetrics metrics;

    AnswerActions(
            TransactionOperations transactions,
            Inboxes inboxes,
            ChangeRows change,
            ActionTable table,
            TransactionalOutbox outbox,
            InboxMetrics metrics) {
        this.transactions = transactions;
        this.inboxes = inboxes;
        this.change = change;
        this.table = table;
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /// Applies the actions in order and returns the answers. Publish the answers only after this method returned.
    /// Timeline stages go through the outbox, in the transaction of the change.
    List<OutgoingRecord> answer(List<ClientAction> actions) {
        List<OutgoingRecord> answers = new ArrayList<>();
        List<ClientAction> single = new ArrayList<>();
        for (ClientAction action : actions) {
            if (action.action() == ClientAction.Action.MARK_ALL_READ) {
                answers.addAll(answerSingle(single));
                single.clear();
                answers.addAll(answerAll(action));
            } else {
                single.add(action);
            }
        }
        answers.addAll(answerSingle(single));
        return answers;
    }

    private List<OutgoingRecord> answerSingle(List<ClientAction> actions) {
        if (actions.isEmpty()) {
            return List.of();
        }
        return transactions.execute(status -> {
            Batch batch = new Batch(actions);
            actions.forEach(batch::answer);
            batch.write();
            return batch.answers;
        });
    }

    /// Actions on rows and requests for counts, of any number of recipients: a few statements serve all of them.
    private final class Batch {
        private final LockedInboxes locked;
        private final Map<ActionResult.Key, ActionResult> known;
        private final Map<ActionResult.Key, ActionResult> results = new LinkedHashMap<>();
        private final List<OutgoingRecord> answers = new ArrayList<>();
        private final List<OutgoingRecord> stages = new ArrayList<>();

        Batch(List<ClientAction> actions) {
            locked = inboxes.lock(actions.stream().map(ClientAction::recipientKey).toList());
            known = table.find(actions.stream().map(ActionResult.Key::of).distinct().toList());
            List<RowKey> rows = new ArrayList<>();
            for (ClientAction action : actions) {
                if (action.id() != null) {
                    rows.add(new RowKey(action.recipientKey(), action.id()));
                }
            }
            locked.load(rows);
        }

        void answer(ClientAction action) {
            Counter counter =
                    locked.counter(action.recipientKey())
                            .orElseGet(() -> Counter.none(action.recipientKey()));
            Optional<RowAction> onRow = RowAction.of(action.action());
            ActionResult.Key key = ActionResult.Key.of(action);
            if (onRow.isEmpty()) {
                answers.add(counts(counter, action));
            } else if (known.containsKey(key)) {
                answers.add(repeated(counter, action, known.get(key)));
            } else {
                answers.add(applied(counter, action, onRow.get()));
            }
        }

        void write() {
            locked.flush();
            table.write(results.values());
            if (!stages.isEmpty()) {
                outbox.append(stages);
            }
        }

        private OutgoingRecord applied(Counter counter, ClientAction action, RowAction onRow) {
            UUID id = action.id();
            if (id == null) {
                return failed(
                        counter,
                        action,
                        ErrorCode.INVALID_MESSAGE,
                        "The action names no notification.");
            }
            RowChange wanted =
                    new RowChange(
                            new RowKey(action.recipientKey(), id),
                            onRow,
                            action.seq(),
                            action.at());
            return switch (change.apply(locked, wanted)) {
                case Outcome.Changed changed -> {
                    changed.stage().ifPresent(stages::add);
                    keep(action, List.of(new ActionResult.Change(changed.seq(), 0)), null);
                    metrics.answered(onRow.key(), "applied");
                    yield changed.record(action.actionId());
                }
                case Outcome.Unchanged unchanged -> {
                    keep(action, List.of(), null);
                    metrics.answered(onRow.key(), "unchanged");
                    yield unchanged(counter, action, onRow, unchanged.row().shown());
                }
                case Outcome.Unknown unknown -> {
                    if (locked.counter(unknown.key().who()).isPresent()) {
                        keep(action, List.of(), ActionResult.NOT_FOUND);
                    }
                    yield notFound(counter, action);
                }
            };
        }

        private OutgoingRecord repeated(Counter counter, ClientAction action, ActionResult result) {
            String onRow = RowAction.of(result.action()).map(RowAction::key).orElse("unknown");
            metrics.answered(onRow, "repeated");
            // the row of the stored result: a faulty client may use one action id for two rows
            UUID id = result.rowId();
            if (id == null || result.error() != null) {
                return notFound(counter, action);
            }
            RowKey key = new RowKey(result.who(), id);
            if (locked.row(result.who(), id).isEmpty()) {
                locked.load(List.of(key));
            }
            Optional<StoredRow> row = locked.row(result.who(), id);
            if (row.isEmpty()) {
                return notFound(counter, action);
            }
            InboxRow shown = row.get().shown();
            if (result.changes().isEmpty()) {
                return AnswerActions.answer(counter, action, null, shown, onRow, null);
            }
            long seq = result.changes().getFirst().seq();
            return AnswerActions.answer(counter, action, seq, shown, onRow, null);
        }

        private void keep(
                ClientAction action, List<ActionResult.Change> changes, @Nullable String error) {
            ActionResult result = ActionResult.of(action, changes, error);
            results.put(result.key(), result);
            known.put(result.key(), result);
        }
    }

    private List<OutgoingRecord> answerAll(ClientAction action) {
        List<OutgoingRecord> answers = new ArrayList<>();
        boolean more = true;
        while (more) {
            more = Boolean.TRUE.equals(transactions.execute(status -> chunk(action, answers)));
        }
        return answers;
    }

    /// The next chunk. Before the first one, the changes of earlier runs of the same action are published again.
    private boolean chunk(ClientAction action, List<OutgoingRecord> answers) {
        RecipientKey who = action.recipientKey();
        LockedInboxes locked = inboxes.lock(List.of(who));
        Optional<Counter> counter = locked.counter(who);
        if (counter.isEmpty()) {
            answers.add(all(Counter.none(who), null, 0, action, true));
            return false;
        }
        ActionResult.Key key = ActionResult.Key.of(action);
        ActionResult before =
                Optional.ofNullable(table.find(List.of(key)).get(key))
                        .orElseGet(() -> ActionResult.of(action, List.of(), null).unfinished());
        if (answers.isEmpty()) {
            repeat(counter.get(), before, action, answers);
        }
        if (before.finished()) {
            return false;
        }
        Long asked = before.upto();
        long now = counter.get().seq();
        long reach = asked == null ? now : Math.min(asked, now);
        ChangeRows.Chunk chunk =
                change.applyUpto(
                        locked, who, RowAction.READ, reach, before.category(), action.at());
        locked.flush();
        table.write(List.of(before.with(reach, chunk)));
        List<OutgoingRecord> stages =
                chunk.rows().stream().flatMap(row -> row.stage().stream()).toList();
        if (!stages.isEmpty()) {
            outbox.append(stages);
        }
        metrics.answered("read_all", chunk.seq() == null ? "unchanged" : "applied");
        answers.add(all(counter.get(), chunk.seq(), chunk.upto(), action, !chunk.more()));
        return chunk.more();
    }

    private static void repeat(
            Counter counter,
            ActionResult result,
            ClientAction action,
            List<OutgoingRecord> answers) {
        List<ActionResult.Change> changes = result.changes();
        for (int change = 0; change < changes.size(); change++) {
            boolean last = result.finished() && change == changes.size() - 1;
            answers.add(
                    all(
                            counter,
                            changes.get(change).seq(),
                            changes.get(change).upto(),
                            action,
                            last));
        }
        if (result.finished() && changes.isEmpty()) {
            Long upto = result.upto();
            answers.add(all(counter, null, upto == null ? 0 : upto, action, true));
        }
    }

    /// Only the last message of a mark-all carries the action id: the client then knows that the whole action is done.
    private static OutgoingRecord all(
            Counter counter, @Nullable Long seq, long upto, ClientAction action, boolean last) {
        return MarkInbox.all(
                counter,
                seq,
                upto,
                RowAction.READ,
                action.category(),
                last ? action.actionId() : null,
                action.at());
    }

    private static OutgoingRecord unchanged(
            Counter counter, ClientAction action, RowAction onRow, InboxRow row) {
        return answer(counter, action, null, row, onRow.key(), null);
    }

    private static OutgoingRecord notFound(Counter counter, ClientAction action) {
        return failed(counter, action, ErrorCode.NOT_FOUND, "The notification does not exist.");
    }

    private static OutgoingRecord failed(
            Counter counter, ClientAction action, ErrorCode code, String message) {
        String onRow = RowAction.of(action.action()).map(RowAction::key).orElse("unknown");
        return answer(
                counter, action, null, null, onRow, InboxChange.ActionError.of(code, message));
    }

    private static OutgoingRecord counts(Counter counter, ClientAction action) {
        return message(InboxChange.Kind.COUNTS, counter, action, null, null, null, null);
    }

    private static OutgoingRecord answer(
            Counter counter,
            ClientAction action,
            @Nullable Long seq,
            @Nullable InboxRow row,
            String onRow,
            InboxChange.@Nullable ActionError error) {
        return message(InboxChange.Kind.CHANGED, counter, action, seq, row, onRow, error);
    }

    private static OutgoingRecord message(
            InboxChange.Kind kind,
            Counter counter,
            ClientAction action,
            @Nullable Long seq,
            @Nullable InboxRow row,
            @Nullable String onRow,
            InboxChange.@Nullable ActionError error) {
        Instant at = action.at();
        return InboxRecords.change(
                new InboxChange(
                        kind,
                        action.tenant(),
                        action.recipient(),
                        counter.epoch(),
                        seq,
                        row,
                        onRow,
                        null,
                        null,
                        action.actionId(),
                        error,
                        counter.counts(),
                        at),
                null);
    }
}
