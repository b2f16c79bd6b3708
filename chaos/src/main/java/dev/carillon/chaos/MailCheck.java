package dev.carillon.chaos;

import dev.carillon.chaos.Found.Mail;
import dev.carillon.drive.ArrivedMail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Compares the emails that arrived with the decisions and with email-service's table: each arrives once, at the right
/// address. An *unknown* email may have arrived or not: after a cut behind the content nobody can know. An email may
/// arrive twice only when two attempts of its generation were begun and none was rejected: a sender that was frozen
/// between its last check and the write raced with its successor.
final class MailCheck {
    private static final Set<String> AT_END = Set.of("sent", "unknown", "not_mailed");

    private final Book book;
    private final Found found;
    private final Findings findings;
    private final Map<UUID, List<ArrivedMail>> arrivals;
    private final Map<UUID, List<Mail>> mailsOf = new HashMap<>();

    MailCheck(Book book, Found found, Findings findings) {
        this.book = book;
        this.found = found;
        this.findings = findings;
        this.arrivals = found.arrivals().stream().collect(Collectors.groupingBy(ArrivedMail::id));
        for (Mail mail : found.mails()) {
            for (UUID notification : mail.notifications()) {
                mailsOf.computeIfAbsent(notification, key -> new ArrayList<>()).add(mail);
            }
        }
    }

    void compare() {
        owed();
        Set<UUID> known = new HashSet<>();
        for (Mail mail : found.mails()) {
            known.add(mail.id());
            arrived(mail, arrivals.getOrDefault(mail.id(), List.of()));
        }
        arrivals.forEach((id, mails) -> {
            if (!known.contains(id)) {
                findings.wrong("mail", "no message has this id: " + mails, id);
            }
        });
        stages();
    }

    /// Every email that was decided has been created, and no other.
    private void owed() {
        Map<UUID, String> owed = new HashMap<>();
        for (Book.Event event : book.events()) {
            for (String person : event.to()) {
                UUID id = event.notificationOf(person);
                Found.Decided decided = found.decisions().get(id);
                if (decided != null && decided.email().startsWith("sent")) {
                    owed.put(id, person);
                    if (immediate(id) == 0) {
                        findings.lost("mail", person + " " + id, id);
                    }
                }
            }
        }
        mailsOf.keySet().stream()
                .filter(id -> immediate(id) > 0 && !owed.containsKey(id))
                .forEach(id -> findings.wrong("mail", "no decision to send " + id, id));
    }

    private long immediate(UUID notification) {
        return mailsOf.getOrDefault(notification, List.of()).stream()
                .filter(mail -> !mail.isDigest())
                .count();
    }

    private void arrived(Mail mail, List<ArrivedMail> all) {
        String what = mail.isDigest() ? "digest" : "mail";
        UUID about = mail.notifications().isEmpty() ? mail.id() : mail.notifications().getFirst();
        int times = all.size();
        boolean nobody = mail.recipient().equals(People.NOWHERE);
        if (!AT_END.contains(mail.state())) {
            findings.lost(what, mail, about);
        } else if (mail.state().equals("not_mailed") && !nobody) {
            findings.lost(what, mail, about);
        } else if (mail.state().equals("sent") && times == 0) {
            findings.lost(what, mail, about);
        }
        if (mail.state().equals("unknown")) {
            findings.figure("emails unknown, " + (times == 0 ? "not arrived" : "arrived"), 1);
        }
        if (times > 0 && mail.mayBeOut() == 0) {
            findings.wrong(what, "arrived without an attempt: " + mail, about);
        } else if (times > 1 && times <= mail.mayBeOut()) {
            findings.figure("emails raced", 1);
        } else if (times > 1) {
            findings.duplicate(what, times + " times: " + mail, about);
        }
        if (all.stream().map(ArrivedMail::body).distinct().count() > 1) {
            findings.wrong(what, "arrived with different bodies: " + mail, about);
        }
        String address = People.addressOf(mail.recipient());
        for (ArrivedMail one : all) {
            if (!one.to().equals(address)
                    || one.generation() != mail.generation()
                    || !one.kind().equals(mail.kind())) {
                findings.wrong(what, one + " does not match " + mail, about);
            }
        }
    }

    /// Each notification of an email has a stage with its outcome and the email's id, and there are no
    /// other such stages.
    private void stages() {
        Set<String> told =
                found.stages().stream()
                        .filter(stage -> !stage.isDigested())
                        .map(stage ->
                                stage.notification() + " " + stage.stage() + " " + stage.mail())
                        .collect(Collectors.toSet());
        Set<String> owed = new HashSet<>();
        for (Mail mail : found.mails()) {
            String stage =
                    switch (mail.state()) {
                        case "sent" -> "mailed";
                        case "unknown" -> "unknown";
                        default -> "";
                    };
            if (stage.isEmpty()) {
                continue;
            }
            for (UUID notification : mail.notifications()) {
                String each = notification + " " + stage + " " + mail.id();
                owed.add(each);
                if (!told.contains(each)) {
                    findings.unexplained("mail", each, notification);
                }
            }
        }
        for (Found.Stage stage : found.stages()) {
            String each = stage.notification() + " " + stage.stage() + " " + stage.mail();
            if (!stage.isDigested() && !owed.contains(each)) {
                findings.wrong("stage", each, stage.notification());
            }
        }
    }
}
