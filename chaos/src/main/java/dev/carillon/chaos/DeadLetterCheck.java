package dev.carillon.chaos;

import dev.carillon.chaos.Found.Letter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Checks that a malformed event makes one dead letter, and one more each time it is requeued, and that there are no
/// other dead letters.
record DeadLetterCheck(Book book, Found found, Findings findings) {
    void compare() {
        Map<String, List<Letter>> letters =
                found.letters().stream().collect(Collectors.groupingBy(Letter::eventId));
        for (String event : book.malformed()) {
            List<Letter> own = letters.getOrDefault(event, List.of());
            int requeued = book.timesRequeued(event);
            int most = requeued + book.timesPerhapsRequeued(event);
            long settled = own.stream().filter(one -> one.state().equals("requeued")).count();
            String words = event + " requeued " + requeued + " times: " + own;
            if (own.size() < 1 + settled) {
                findings.lost("dead letter", words, null);
            } else if (own.size() > 1 + settled) {
                findings.duplicate("dead letter", words, null);
            }
            if (settled < requeued || settled > most) {
                findings.wrong("dead letter", words, null);
            }
        }
        letters.forEach((event, own) -> {
            if (!book.malformed().contains(event)) {
                findings.wrong("dead letter", own, null);
            }
        });
    }
}
