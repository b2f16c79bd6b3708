package dev.carillon.chaos;

import dev.carillon.drive.BellClient;
import java.util.List;

/// Compares what was found with what the sequential model allows: of each accepted event and request, each recipient has one row; of
/// events that share a dedup key, one; what was decided of mail happened once, and nothing else did; marks stand; counters are
/// what a recount says; the quota counted each mail; each bell showed each change once, in order, and ends with what the table holds.
final class Reconcile {
    private Reconcile() {}

    /// @param bells that listened since before the first event
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
