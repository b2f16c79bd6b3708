package dev.carillon.email.mailbox;

import dev.carillon.email.provider.Envelope;
import dev.carillon.email.provider.Mail;
import dev.carillon.email.provider.MailProvider;
import dev.carillon.email.provider.SendOutcome;
import dev.carillon.platform.database.Batches;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// The provider `mailbox`: stores emails in the table `mailbox`, one per key.
@Component
public class MailboxProvider implements MailProvider {
    private final MailboxStore store;
    private final Clock clock;

    MailboxProvider(MailboxStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "mailbox";
    }

    @Override
    public String account() {
        return "default";
    }

    @Override
    public boolean takesKeys() {
        return true;
    }

    @Override
    public double ratePerSecond() {
        return 1000;
    }

    @Override
    public SendOutcome send(Envelope envelope, Mail mail) {
        store.put(envelope, mail, clock.instant());
        return new SendOutcome.Sent(envelope.key());
    }

    /// Deletes emails older than `age`, in batches.
    public void forget(Duration age, int batch) {
        Instant before = clock.instant().minus(age);
        Batches.untilDone(batch, limit -> store.forgetBefore(before, limit));
    }
}
