package dev.carillon.chaos;

import dev.carillon.chaos.Found.Mail;
import dev.carillon.chaos.FoundQuota.Asked;
import dev.carillon.chaos.FoundQuota.Counted;
import dev.carillon.chaos.FoundQuota.Day;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// Compares the quota's ledger with the emails. Every email that was or may have been sent was asked for and granted on
/// its day. No row remains `asked`, and nothing is granted for an email that was never begun. Where Redis has a valid
/// counter, it equals the ledger.
record QuotaCheck(Found found, Findings findings) {
    private record Taken(Day day, UUID mail, int generation) {}

    void compare() {
        Map<Taken, String> ledger = new HashMap<>();
        for (Asked row : found.quota().ledger()) {
            ledger.put(new Taken(row.day(), row.mail(), row.generation()), row.state());
        }
        Map<UUID, Mail> mails =
                found.mails().stream().collect(Collectors.toMap(Mail::id, mail -> mail));
        for (Mail mail : found.mails()) {
            if (mail.mayBeOut() == 0 || mail.account() == null || mail.day() == null) {
                continue;
            }
            Taken taken =
                    new Taken(new Day(mail.account(), mail.day()), mail.id(), mail.generation());
            String state = ledger.get(taken);
            if (state == null) {
                findings.lost("quota", "the quota was not asked for " + mail, about(mail));
            } else if (!state.equals("granted")) {
                findings.wrong("quota", state + ", but the email is " + mail, about(mail));
            }
        }
        for (Asked row : found.quota().ledger()) {
            Mail mail = mails.get(row.mail());
            boolean out = mail != null && mail.mayBeOut() > 0;
            if (mail == null || row.generation() > mail.generation()) {
                findings.wrong("quota", "no email for the row " + row, row.mail());
            } else if (row.generation() == mail.generation() && row.counts() && !out) {
                findings.wrong("quota", row + ", but the email is " + mail, about(mail));
            }
        }
        found.quota().redis().forEach(this::redis);
    }

    private void redis(Day day, Counted counted) {
        long epoch = found.quota().epochs().getOrDefault(day, 0L);
        if (counted.epoch() < epoch) {
            // The counter has an older epoch than the ledger: it is rebuilt before it is used.
            return;
        }
        long ledger =
                found.quota().ledger().stream()
                        .filter(row -> row.day().equals(day) && row.counts())
                        .count();
        if (counted.used() != ledger || counted.reservations() != ledger) {
            findings.wrong(
                    "quota counter",
                    day + " is " + counted + ", but the ledger gives " + ledger,
                    null);
        }
    }

    private static UUID about(Mail mail) {
        return mail.notifications().isEmpty() ? mail.id() : mail.notifications().getFirst();
    }
}
