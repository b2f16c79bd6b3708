package dev.carillon.digest.deferral;

import dev.carillon.events.Channel;
import dev.carillon.events.Deferral;
import dev.carillon.events.EventJson;
import dev.carillon.events.Notification;
import dev.carillon.events.RecipientKey;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table of deferred items. A caller that changes the state of items must hold the lock of the
/// recipient's schedule row.
@Repository
public class Items {
    private static final RowMapper<Item> ITEM =
            (row, number) ->
                    new Item(
                            EventJson.mapper().readValue(row.getString("body"), Deferral.class),
                            row.getBoolean("single"));

    private final JdbcClient jdbc;
    private final Clock clock;

    Items(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Stores a deferral. Returns false when it was already stored, whatever its state is now.
    boolean store(Deferral deferral, boolean single) {
        Notification notification = deferral.notification();
        return jdbc.sql(
                                """
                                insert into item (tenant, recipient, id, generation, channel, reason, single, not_before, type,
                                    category, expires_at, body, decided_at)
                                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?) on conflict do nothing
                                """)
                        .param(deferral.tenant())
                        .param(deferral.recipient())
                        .param(deferral.id())
                        .param(deferral.generation())
                        .param(deferral.channel().key())
                        .param(deferral.reason())
                        .param(single)
                        .param(timestamp(deferral.notBefore()))
                        .param(notification == null ? null : notification.type())
                        .param(notification == null ? null : notification.category())
                        .param(notification == null ? null : timestamp(notification.expiresAt()))
                        .param(new String(EventJson.write(deferral), StandardCharsets.UTF_8))
                        .param(Timestamp.from(deferral.decidedAt()))
                        .update()
                > 0;
    }

    /// The items that wait for the recipient's digest, newest first. Uses the index `item_pending`.
    public List<Item> pendingForDigest(RecipientKey key, int limit) {
        return jdbc.sql(
                        """
                        select body, single from item
                        where tenant = ? and recipient = ? and state = 'pending' and not single
                        order by id desc limit ?
                        """)
                .param(key.tenant())
                .param(key.recipient())
                .param(limit)
                .query(ITEM)
                .list();
    }

    /// Their ids only, newest first. The states of these notifications are requested before their bodies are read. Uses
    /// the index `item_pending`.
    public List<UUID> pendingIds(RecipientKey key, int limit) {
        return jdbc.sql(
                        """
                        select id from item
                        where tenant = ? and recipient = ? and state = 'pending' and not single
                        order by id desc limit ?
                        """)
                .param(key.tenant())
                .param(key.recipient())
                .param(limit)
                .query(UUID.class)
                .list();
    }

    /// All pending items of a recipient that have not expired, newest first; only those older than `before` unless it
    /// is null.
    List<Item> pending(RecipientKey key, @Nullable UUID before, int limit) {
        return jdbc.sql(
                        """
                        select body, single from item
                        where tenant = ? and recipient = ? and state = 'pending' and (?::uuid is null or id < ?::uuid)
                          and (expires_at is null or expires_at > ?)
                        order by id desc limit ?
                        """)
                .param(key.tenant())
                .param(key.recipient())
                .param(before)
                .param(before)
                .param(Timestamp.from(clock.instant()))
                .param(limit)
                .query(ITEM)
                .list();
    }

    /// Whether the recipient's next digest has an item that has not expired. Uses the index `item_pending`.
    boolean anyToShow(RecipientKey key) {
        return jdbc.sql(
                        """
                        select exists (select from item where tenant = ? and recipient = ? and state = 'pending'
                                       and not single and (expires_at is null or expires_at > ?))
                        """)
                .param(key.tenant())
                .param(key.recipient())
                .param(Timestamp.from(clock.instant()))
                .query(Boolean.class)
                .single();
    }

    /// Whether any item waits for the recipient's digest.
    public boolean anyForDigest(RecipientKey key) {
        return !pendingIds(key, 1).isEmpty();
    }

    /// Claims due single items under the token. Uses the index `item_release`.
    public List<Item> claimDue(UUID token, int limit, Duration lease) {
        return jdbc.sql(
                        """
                        update item i set token = ?, lease_until = clock_timestamp() + make_interval(secs => ?)
                        from (select tenant, recipient, id, generation, channel from item
                              where state = 'pending' and single and not_before <= ?
                                and (lease_until is null or lease_until < clock_timestamp())
                              order by not_before limit ? for update skip locked) due
                        where i.tenant = due.tenant and i.recipient = due.recipient and i.id = due.id
                          and i.generation = due.generation and i.channel = due.channel
                        returning i.body, i.single
                        """)
                .param(token)
                .param(lease.toMillis() / 1000.0)
                .param(Timestamp.from(clock.instant()))
                .param(limit)
                .query(ITEM)
                .list();
    }

    /// Lets the leases of the token's pending items end after the given time.
    public void release(UUID token, Duration retryAfter) {
        jdbc.sql(
                        """
                        update item set token = null, lease_until = clock_timestamp() + make_interval(secs => ?)
                        where token = ? and state = 'pending' and single
                        """)
                .param(retryAfter.toMillis() / 1000.0)
                .param(token)
                .update();
    }

    /// Postpones a claimed single item, unless the claim is lost or the item was cancelled.
    public void putOff(Item item, UUID token, Instant until) {
        Item.Key key = item.key();
        jdbc.sql(
                        """
                        update item set not_before = ?, token = null, lease_until = null
                        where tenant = ? and recipient = ? and id = ? and generation = ? and channel = ?
                          and state = 'pending' and token = ?
                        """)
                .param(Timestamp.from(until))
                .param(key.recipient().tenant())
                .param(key.recipient().recipient())
                .param(key.id())
                .param(key.generation())
                .param(key.channel().key())
                .param(token)
                .update();
    }

    /// Adds a claimed single item to a run. Returns false when the claim is lost or the item was cancelled.
    public boolean takeSingle(Item item, UUID token, UUID runId) {
        return settle(item.key(), "taken", null, runId, token);
    }

    /// Leaves out a claimed single item. Returns false when the claim is lost or the item was cancelled.
    public boolean leaveOutSingle(Item item, UUID token, String reason) {
        return settle(item.key(), "left_out", reason, null, token);
    }

    /// Adds pending items to a run.
    public void take(Collection<Item> items, UUID runId) {
        settleAll(items, "taken", Map.of(), runId);
    }

    /// Leaves out pending items, each with its reason.
    public void leaveOut(Map<Item, String> reasons) {
        settleAll(reasons.keySet(), "left_out", reasons, null);
    }

    /// Changes items refused by the quota from waiting for a digest to being sent alone, because the recipient no
    /// longer wants digests.
    public void refusedToSingle(RecipientKey key) {
        jdbc.sql(
                        """
                        update item set single = true, not_before = coalesce(not_before, ?)
                        where tenant = ? and recipient = ? and state = 'pending' and not single and reason in ('quota', 'hour')
                        """)
                .param(Timestamp.from(clock.instant()))
                .param(key.tenant())
                .param(key.recipient())
                .update();
    }

    /// Cancels and returns the recipient's pending items with this id.
    List<Item> cancel(RecipientKey key, UUID id) {
        return jdbc.sql(
                        """
                        update item set state = 'cancelled', settled_at = ?
                        where tenant = ? and recipient = ? and id = ? and state = 'pending' returning body, single
                        """)
                .param(Timestamp.from(clock.instant()))
                .param(key.tenant())
                .param(key.recipient())
                .param(id)
                .query(ITEM)
                .list();
    }

    /// Whether the recipient has an item with this id, in any state.
    boolean isKnown(RecipientKey key, UUID id) {
        return jdbc.sql(
                        "select exists (select from item where tenant = ? and recipient = ? and id = ?)")
                .param(key.tenant())
                .param(key.recipient())
                .param(id)
                .query(Boolean.class)
                .single();
    }

    /// Deletes all items of an erased recipient.
    public void erase(RecipientKey key) {
        jdbc.sql("delete from item where tenant = ? and recipient = ?")
                .param(key.tenant())
                .param(key.recipient())
                .update();
    }

    /// Deletes at most `limit` items that were processed before the instant. Uses the index `item_settled`.
    public int forgetSettledBefore(Instant before, int limit) {
        return jdbc.sql(
                        """
                        delete from item where ctid in
                            (select ctid from item where settled_at < ? order by settled_at limit ?)
                        """)
                .param(Timestamp.from(before))
                .param(limit)
                .update();
    }

    private boolean settle(
            Item.Key key,
            String state,
            @Nullable String leftOut,
            @Nullable UUID runId,
            UUID token) {
        return jdbc.sql(
                                """
                                update item set state = ?, left_out = ?, run_id = ?, settled_at = ?, token = null, lease_until = null
                                where tenant = ? and recipient = ? and id = ? and generation = ? and channel = ?
                                  and state = 'pending' and token = ?
                                """)
                        .param(state)
                        .param(leftOut)
                        .param(runId)
                        .param(Timestamp.from(clock.instant()))
                        .param(key.recipient().tenant())
                        .param(key.recipient().recipient())
                        .param(key.id())
                        .param(key.generation())
                        .param(key.channel().key())
                        .param(token)
                        .update()
                > 0;
    }

    private void settleAll(
            Collection<Item> items, String state, Map<Item, String> reasons, @Nullable UUID runId) {
        if (items.isEmpty()) {
            return;
        }
        List<Item> ordered = List.copyOf(items);
        RecipientKey recipient = ordered.getFirst().deferral().recipientKey();
        jdbc.sql(
                        """
                        update item i set state = ?, left_out = k.left_out, run_id = ?, settled_at = ?
                        from unnest(?::uuid[], ?::int[], ?::text[], ?::text[]) as k(id, generation, channel, left_out)
                        where i.tenant = ? and i.recipient = ? and i.id = k.id and i.generation = k.generation
                          and i.channel = k.channel and i.state = 'pending'
                        """)
                .param(state)
                .param(runId)
                .param(Timestamp.from(clock.instant()))
                .param(ordered.stream().map(item -> item.deferral().id()).toArray(UUID[]::new))
                .param(
                        ordered.stream()
                                .map(item -> item.deferral().generation())
                                .toArray(Integer[]::new))
                .param(
                        ordered.stream()
                                .map(item -> item.deferral().channel())
                                .map(Channel::key)
                                .toArray(String[]::new))
                .param(ordered.stream().map(reasons::get).toArray(String[]::new))
                .param(recipient.tenant())
                .param(recipient.recipient())
                .update();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
