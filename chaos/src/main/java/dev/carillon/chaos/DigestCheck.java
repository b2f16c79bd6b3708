package dev.carillon.chaos;

import dev.carillon.chaos.Found.Item;
import dev.carillon.chaos.Found.Mail;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Compares deferrals with items, runs and emails of runs: each deferral is in one digest, and each digest holds only
/// its own items.
record DigestCheck(Found found, Findings findings) {
    void compare() {
        Map<UUID, Long> times =
                found.items().stream()
                        .collect(Collectors.groupingBy(Item::id, Collectors.counting()));
        times.forEach((id, count) -> {
            if (count > 1) {
                findings.duplicate("digest item", id, id);
            }
        });
        found.decisions()
                .forEach((id, decided) -> {
                    if (decided.email().startsWith("deferred") && !times.containsKey(id)) {
                        findings.lost("digest item", id, id);
                    }
                });
        for (Item item : found.items()) {
            Found.Decided decided = found.decisions().get(item.id());
            if (decided != null && !decided.email().startsWith("deferred")) {
                findings.wrong("digest item", item, item.id());
            }
            // A manual digest for a person without an address sends nothing and keeps all items.
            boolean kept = item.recipient().equals(People.NOWHERE);
            if (!item.single() && item.state().equals("pending") && !kept) {
                findings.lost("digest item", item, item.id());
            }
        }
        stages();
        runs();
    }

    /// An email lists only the first of its items; the timeline names the digest of each item.
    private void stages() {
        Map<UUID, Set<UUID>> told = new HashMap<>();
        for (Found.Stage stage : found.stages()) {
            if (stage.isDigested() && stage.mail() != null) {
                told.computeIfAbsent(stage.notification(), id -> new HashSet<>()).add(stage.mail());
            }
        }
        for (Item item : found.items()) {
            if (item.single() || !item.state().equals("taken")) {
                continue;
            }
            Set<UUID> runs = told.getOrDefault(item.id(), Set.of());
            if (runs.isEmpty()) {
                findings.unexplained("digest item", item, item.id());
            } else if (!runs.equals(Set.of(Objects.requireNonNullElse(item.run(), item.id())))) {
                findings.wrong(
                        "digest item",
                        item + " belongs to another run according to the timeline: " + runs,
                        item.id());
            }
        }
    }

    private void runs() {
        Map<UUID, List<Item>> runs =
                found.items().stream()
                        .filter(item -> !item.single() && item.run() != null)
                        .collect(Collectors.groupingBy(Item::run));
        Map<UUID, Mail> mails =
                found.mails().stream()
                        .filter(Mail::isDigest)
                        .collect(Collectors.toMap(Mail::id, mail -> mail));
        runs.forEach((run, items) -> {
            boolean empty = items.stream().allMatch(item -> item.state().equals("left_out"));
            if (!empty && !mails.containsKey(run)) {
                findings.lost("digest", run, items.getFirst().id());
            }
        });
        mails.forEach((run, mail) -> listed(mail, runs.getOrDefault(run, List.of())));
    }

    private void listed(Mail mail, List<Item> items) {
        Set<UUID> own = new HashSet<>();
        items.forEach(item -> own.add(item.id()));
        for (UUID notification : mail.notifications()) {
            if (!own.contains(notification)) {
                findings.wrong(
                        "digest item",
                        notification + " is in email " + mail.id() + ", but not in its run",
                        notification);
            }
        }
    }
}
