package dev.carillon.email.delivery;

import dev.carillon.email.mailbox.MailboxProvider;
import dev.carillon.email.quota.MailQuota;
import dev.carillon.platform.database.Batches;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Deletes expired rows in bounded batches. Several replicas may run it at the same time.
@Component
class Housekeeping {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final int BATCH = 1000;

    private final Messages messages;
    private final MailQuota quota;
    private final MailboxProvider mailbox;
    private final DeliveryProperties properties;
    private final Clock clock;

    Housekeeping(
            Messages messages,
            MailQuota quota,
            MailboxProvider mailbox,
            DeliveryProperties properties,
            Clock clock) {
        this.messages = messages;
        this.quota = quota;
        this.mailbox = mailbox;
        this.properties = properties;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT10M", fixedDelayString = "PT1H")
    void tidy() {
        attempt("mails", this::forgetMails);
        attempt("the quota's ledger", () -> quota.forget(properties.retention(), BATCH));
        attempt("the mailbox", () -> mailbox.forget(properties.retention(), BATCH));
    }

    private void forgetMails() {
        Instant before = clock.instant().minus(properties.retention());
        int dropped = Batches.untilDone(BATCH, limit -> messages.forget(before, limit));
        if (dropped > 0) {
            log.info("deleted {} emails older than {}", dropped, before);
        }
    }

    /// Runs one part; a failure does not stop the other parts.
    private static void attempt(String what, Runnable part) {
        try {
            part.run();
        } catch (RuntimeException fault) {
            log.error(
                    "expired rows of {} could not be deleted; the next run tries again",
                    what,
                    fault);
        }
    }
}
