package dev.carillon.chaos;

import dev.carillon.drive.BellClient;
import java.util.List;

/// Compares what was found with what a sequential model allows:
///
/// - Each recipient of an accepted event or request has exactly one row; events with the same dedup key share one.
/// - What was decided about email happened once, and nothing else happened.
/// - Marks are kept, and counters equal the rows.
/// - The quota counted each email.
/// - Each client received every change once and in order, and ends with the state of the table.
final class Reconcile {
    private Reconcile() {}

    /// @param bells clients that were connected before the first event
    static Findings compare(Book book, Found found, List<BellClient> bells) {
        Findings findings = new Findings();
        book.complaints().forEach(what -> findings.wrong("answer", what, null));
        new InboxCheck(book, found, findings).compare();
        new MarkCheck(book, found, findings).compare();
        new DecisionCheck(book, found, findings).compare();
        new MailCheck(book, found, findings).compare();
        new DigestCheck(found, findings).compare();
        new QuotaCheck(found, findings).compare();
        new DeadLetterCheck(book, found, findings).compare();
        new BellCheck(found, findings).compare(bells);
        return findings;
    }
}
