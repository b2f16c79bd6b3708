package dev.carillon.gateway.statistics;

import dev.carillon.events.RecipientKey;
import dev.carillon.gateway.connection.Connections;
import dev.carillon.gateway.redis.RedisLink;
import dev.carillon.gateway.redis.RedisUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes this replica's counts to Redis, and adds up the counts of all replicas.
public final class ConnectionStatistics implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConnectionStatistics.class);
    private static final String COUNTS = "carillon:realtime:connections:";
    private static final String REPLICAS = "carillon:realtime:replicas";
    private static final Duration LIFETIME = Duration.ofSeconds(90);
    private static final int REWRITE_EVERY = 30;
    private static final int CHUNK = 1_000;

    private final RedisLink redis;
    private final Connections connections;
    private final String replica;
    private final Clock clock;
    private final Set<RecipientKey> dirty = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledExecutorService writer;
    private int writes;

    public ConnectionStatistics(
            RedisLink redis, Connections connections, String replica, Clock clock) {
        this.redis = redis;
        this.connections = connections;
        this.replica = replica;
        this.clock = clock;
        connections.onChange(dirty::add);
    }

    /// Starts to write.
    public void start() {
        ScheduledExecutorService made =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofVirtual().name("connection-statistics").factory());
        var _ = made.scheduleWithFixedDelay(this::write, 1, 1, TimeUnit.SECONDS);
        writer = made;
    }

    /// Removes this replica's counts.
    @Override
    public void close() {
        ScheduledExecutorService running = writer;
        if (running != null) {
            running.shutdownNow();
        }
        try {
            redis.ask(client -> {
                client.getScoredSortedSet(REPLICAS, StringCodec.INSTANCE).remove(replica);
                return client.getMap(COUNTS + replica, StringCodec.INSTANCE).delete();
            });
        } catch (RedisUnavailableException e) {
            log.debug("This replica's counts expire in {}", LIFETIME);
        }
    }

    private void write() {
        try {
            boolean all = writes % REWRITE_EVERY == 0;
            if (all) {
                dirty.addAll(connections.recipients());
            }
            List<RecipientKey> changed = new ArrayList<>(dirty);
            changed.forEach(
                    dirty::remove); // before counting, so that a recipient that changes again is
            // dirty again
            redis.ask(client -> write(client, changed, all));
            writes++;
        } catch (RedisUnavailableException e) {
            writes = 0; // write all counts once Redis answers again
        } catch (RuntimeException e) {
            log.warn("Writing connection counts to Redis failed", e);
        }
    }

    private boolean write(RedissonClient client, List<RecipientKey> changed, boolean all) {
        for (int from = 0; from < changed.size(); from += CHUNK) {
            RBatch batch = client.createBatch(BatchOptions.defaults());
            var counts = batch.<String, String>getMap(COUNTS + replica, StringCodec.INSTANCE);
            Map<String, String> present = new HashMap<>();
            List<String> gone = new ArrayList<>();
            for (RecipientKey each :
                    changed.subList(from, Math.min(changed.size(), from + CHUNK))) {
                int count = connections.countOf(each);
                if (count == 0) {
                    gone.add(each.toString());
                } else {
                    present.put(each.toString(), String.valueOf(count));
                }
            }
            if (!present.isEmpty()) {
                var _ = counts.putAllAsync(present);
            }
            if (!gone.isEmpty()) {
                var _ = counts.fastRemoveAsync(gone.toArray(String[]::new));
            }
            batch.execute();
        }
        if (all) {
            forget(client);
        }
        if (all || !changed.isEmpty()) {
            sign(client);
        }
        return true;
    }

    /// Removes the counts of recipients that disconnected while Redis was unavailable.
    private void forget(RedissonClient client) {
        var counts = client.<String, String>getMap(COUNTS + replica, StringCodec.INSTANCE);
        List<String> gone = new ArrayList<>();
        for (String each : counts.readAllKeySet()) {
            if (connections.countOf(RecipientKey.parse(each)) == 0) {
                gone.add(each);
            }
        }
        if (!gone.isEmpty()) {
            counts.fastRemove(gone.toArray(String[]::new));
        }
    }

    private void sign(RedissonClient client) {
        var replicas = client.<String>getScoredSortedSet(REPLICAS, StringCodec.INSTANCE);
        replicas.add((double) clock.millis(), replica);
        replicas.removeRangeByScore(0, true, (double) (clock.millis() - LIFETIME.toMillis()), true);
        replicas.expire(LIFETIME);
        client.getMap(COUNTS + replica, StringCodec.INSTANCE).expire(LIFETIME);
    }

    /// The current counts; they may be a second old.
    ///
    /// @param recipient whose counts are added; may be null
    public StatisticsAnswer answer(@Nullable RecipientKey recipient) {
        Map<String, Map<String, String>> counts;
        boolean complete = true;
        try {
            counts = redis.ask(this::readAll);
        } catch (RedisUnavailableException e) {
            counts = new HashMap<>();
            complete = false;
        }
        counts.put(replica, own());
        return add(counts, recipient, complete);
    }

    private Map<String, String> own() {
        Map<String, String> own = new HashMap<>();
        for (RecipientKey each : connections.recipients()) {
            own.put(each.toString(), String.valueOf(connections.countOf(each)));
        }
        return own;
    }

    private Map<String, Map<String, String>> readAll(RedissonClient client) {
        double alive = (double) (clock.millis() - LIFETIME.toMillis());
        Collection<String> replicas =
                client.<String>getScoredSortedSet(REPLICAS, StringCodec.INSTANCE)
                        .valueRange(alive, false, Double.POSITIVE_INFINITY, true);
        Map<String, Map<String, String>> counts = new HashMap<>();
        for (String each : replicas) {
            if (!each.equals(replica)) {
                counts.put(
                        each,
                        client.<String, String>getMap(COUNTS + each, StringCodec.INSTANCE)
                                .readAllMap());
            }
        }
        return counts;
    }

    private static StatisticsAnswer add(
            Map<String, Map<String, String>> counts,
            @Nullable RecipientKey recipient,
            boolean complete) {
        List<StatisticsAnswer.Replica> replicas = new ArrayList<>();
        List<StatisticsAnswer.Replica> having = new ArrayList<>();
        Set<String> users = new HashSet<>();
        long total = 0;
        long ofRecipient = 0;
        for (var each : new java.util.TreeMap<>(counts).entrySet()) {
            Map<String, String> ofReplica = each.getValue();
            long sum = ofReplica.values().stream().mapToLong(Long::parseLong).sum();
            replicas.add(new StatisticsAnswer.Replica(each.getKey(), sum, ofReplica.size()));
            users.addAll(ofReplica.keySet());
            total += sum;
            String found = recipient == null ? null : ofReplica.get(recipient.toString());
            if (found != null) {
                having.add(new StatisticsAnswer.Replica(each.getKey(), Long.parseLong(found), 1));
                ofRecipient += Long.parseLong(found);
            }
        }
        return new StatisticsAnswer(
                replicas,
                total,
                users.size(),
                recipient == null
                        ? null
                        : new StatisticsAnswer.OfRecipient(
                                recipient.recipient(), ofRecipient, having),
                complete);
    }
}
