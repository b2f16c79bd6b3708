package dev.carillon.bench;

import dev.carillon.drive.Database;
import dev.carillon.events.EventJson;
import dev.carillon.events.Notification;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntFunction;

/// Inserts the inbox's rows and does nothing else: no locks, no counters, no check for duplicates, no records
/// published. The table has the columns and indexes of the inbox; each batch is one commit.
final class RawRows {
    private static final int BATCH = 500;

    private static final String INSERT =
            """
            insert into bench.inbox (tenant, recipient, id, type, category, priority, level, title, message, data, action_url,
                actors, actor_count, revision, silent, reason, event_source, event_id, created_at, stored_at, created_seq, seq)
            select k.tenant, k.recipient, k.id, k.type, k.category, k.priority, k.level, k.title, k.message, k.data::jsonb,
                k.action_url, k.actors::jsonb, k.actor_count, 0, false, k.reason, k.event_source, k.event_id, k.created_at,
                now(), k.seq, k.seq
            from unnest(?::text[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::text[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::bigint[])
                as k(tenant, recipient, id, type, category, priority, level, title, message, data, action_url, actors,
                     actor_count, reason, event_source, event_id, created_at, seq)\
            """;

    private final Database database;

    RawRows(Database database) {
        this.database = database;
    }

    /// Returns the rows per second.
    ///
    /// @param connections number of connections that insert in parallel
    double insert(int count, int connections, IntFunction<Notification> notification) {
        database.change("drop schema if exists bench cascade");
        database.change("create schema bench");
        database.change(
                "create table bench.inbox (like api.inbox including all) partition by range (id)");
        database.change(
                "create table bench.inbox_all partition of bench.inbox for values from"
                        + " (minvalue) to (maxvalue)");
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Callable<Boolean>> parts = new ArrayList<>();
            for (int part = 0; part < connections; part++) {
                int first = part;
                parts.add(() -> insertPart(count, first, connections, notification));
            }
            for (Future<Boolean> part : threads.invokeAll(parts)) {
                part.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        double seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1e3;
        database.change("drop schema bench cascade");
        return count / seconds;
    }

    private boolean insertPart(
            int count, int part, int parts, IntFunction<Notification> notification)
            throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(false);
            List<Notification> batch = new ArrayList<>(BATCH);
            for (int number = part; number < count; number += parts) {
                batch.add(notification.apply(number));
                if (batch.size() == BATCH || number + parts >= count) {
                    bind(connection, statement, batch);
                    statement.executeUpdate();
                    connection.commit();
                    batch.clear();
                }
            }
            return true;
        }
    }

    private static void bind(
            Connection connection, PreparedStatement statement, List<Notification> batch)
            throws SQLException {
        Binder binder = new Binder(connection, statement, batch);
        binder.texts(Notification::tenant);
        binder.texts(Notification::recipient);
        binder.array("uuid", UUID[]::new, Notification::id);
        binder.texts(Notification::type);
        binder.texts(Notification::category);
        binder.texts(each -> each.priority().name().toLowerCase(Locale.ROOT));
        binder.texts(each -> each.level().name().toLowerCase(Locale.ROOT));
        binder.texts(Notification::title);
        binder.texts(Notification::message);
        binder.texts(each -> EventJson.mapper().writeValueAsString(each.data()));
        binder.texts(each -> String.valueOf(each.actionUrl()));
        binder.texts(each -> EventJson.mapper().writeValueAsString(each.actors()));
        binder.array("int4", Integer[]::new, Notification::actorCount);
        binder.texts(each -> String.valueOf(each.reason()));
        binder.texts(Notification::eventSource);
        binder.texts(Notification::eventId);
        binder.array("timestamptz", String[]::new, each -> each.createdAt().toString());
        binder.array("int8", Long[]::new, each -> each.id().getLeastSignificantBits() >>> 32);
    }

    private static final class Binder {
        private final Connection connection;
        private final PreparedStatement statement;
        private final List<Notification> batch;
        private int parameter;

        Binder(Connection connection, PreparedStatement statement, List<Notification> batch) {
            this.connection = connection;
            this.statement = statement;
            this.batch = batch;
        }

        void texts(Function<Notification, String> value) throws SQLException {
            array("text", String[]::new, value);
        }

        /// Uses a typed array, which the driver sends in binary form where possible.
        <V> void array(String type, IntFunction<V[]> array, Function<Notification, V> value)
                throws SQLException {
            statement.setArray(
                    ++parameter,
                    connection.createArrayOf(type, batch.stream().map(value).toArray(array)));
        }
    }
}
