package dev.carillon.api.recipient;

import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Recipient;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Topics;
import dev.carillon.platform.config.CarillonProperties;
import dev.carillon.platform.outbox.TransactionalOutbox;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The public access to recipients for other features. Methods that change rows join the caller's transaction.
/// Thread-safe.
@Component
public class Recipients {
    private static final int PAGE = 500;

    private final RecipientRows rows;
    private final RecipientTable table;
    private final TransactionalOutbox outbox;
    private final Clock clock;
    private final String source;

    Recipients(
            RecipientRows rows,
            RecipientTable table,
            TransactionalOutbox outbox,
            Clock clock,
            CarillonProperties carillon) {
        this.rows = rows;
        this.table = table;
        this.outbox = outbox;
        this.clock = clock;
        this.source = carillon.source();
    }

    /// Creates the recipients that were never seen, with the defaults, and publishes them; all others stay unchanged.
    /// Must be called in a transaction; it locks in order of key. Every change is flushed when it returns, none waits
    /// for the commit.
    public void ensureKnown(Collection<RecipientKey> keys) {
        Instant now = now();
        List<RecipientId> ids = new TreeSet<>(keys).stream().map(RecipientId::of).toList();
        if (ids.isEmpty()) {
            return;
        }
        List<Recipient> added =
                table.addMissing(ids, 1, now).stream().map(id -> unknownUntilNow(id, now)).toList();
        publish(added);
    }

    /// The versions of those of a tenant's recipients that are known; deleted recipients have a version too.
    public Map<String, Long> versions(String tenant, Collection<String> recipients) {
        return table.versions(tenant, recipients);
    }

    /// Whether a person was deleted or erased and not created again since.
    public boolean isGone(RecipientKey key) {
        return rows.findById(RecipientId.of(key)).filter(row -> !row.isPresent()).isPresent();
    }

    /// Time zone and locale of a person.
    public Personal personal(RecipientKey key) {
        return rows.findById(RecipientId.of(key))
                .map(RecipientRow::profile)
                .map(profile -> new Personal(profile.timeZone(), profile.locale()))
                .orElse(Personal.UNKNOWN);
    }

    /// Changes time zone and locale of the person, and creates the person if never seen. Must be called in a
    /// transaction that has not read the row before: the row is read under its lock, and JPA would keep an earlier,
    /// outdated copy.
    public void changePersonal(RecipientKey key, UnaryOperator<Personal> change) {
        RecipientRow row = lock(key);
        RecipientProfile before = row.profile();
        Personal after = change.apply(new Personal(before.timeZone(), before.locale()));
        if (row.take(before.withTimeZoneAndLocale(after.timeZone(), after.locale()), now())) {
            publish(List.of(row.recipient()));
        }
    }

    /// Passes the current record of every recipient to the sink. It reads in pages, so that no transaction stays open
    /// meanwhile.
    public void forEachCurrent(Consumer<OutgoingRecord> sink) {
        RecipientId last = new RecipientId("", "");
        List<Recipient> page;
        do {
            page = table.after(last, PAGE);
            page.stream().map(this::record).forEach(sink);
            if (!page.isEmpty()) {
                last = new RecipientId(page.getLast().tenant(), page.getLast().recipient());
            }
        } while (page.size() == PAGE);
    }

    RecipientRow lock(RecipientKey key) {
        return lock(key.tenant(), List.of(key.recipient())).getFirst();
    }

    /// Locks the rows in order of id. Missing rows are created with version 0.
    List<RecipientRow> lock(String tenant, Collection<String> recipients) {
        List<RecipientId> ids =
                new TreeSet<>(recipients)
                        .stream().map(recipient -> new RecipientId(tenant, recipient)).toList();
        table.addMissing(ids, 0, now());
        return rows.lock(tenant, recipients);
    }

    Optional<RecipientRow> find(RecipientKey key) {
        return rows.findById(RecipientId.of(key)).filter(RecipientRow::isPresent);
    }

    void publish(List<Recipient> recipients) {
        outbox.append(recipients.stream().map(this::record).toList());
    }

    /// With microseconds, the precision of Postgres.
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Recipient unknownUntilNow(RecipientId id, Instant now) {
        return new Recipient(
                id.tenant(),
                id.recipient(),
                1,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                false,
                false,
                now);
    }

    private OutgoingRecord record(Recipient recipient) {
        RecipientKey key = new RecipientKey(recipient.tenant(), recipient.recipient());
        return OutgoingRecord.of(
                Topics.RECIPIENTS,
                key.toString(),
                RecordTypes.RECIPIENT,
                "recipient:" + key + "@" + recipient.version(),
                source,
                recipient.updatedAt(),
                recipient.tenant(),
                null,
                recipient);
    }

    /// @param timeZone null until known; UTC is used then
    /// @param locale null until known
    public record Personal(@Nullable String timeZone, @Nullable String locale) {
        static final Personal UNKNOWN = new Personal(null, null);
    }
}
