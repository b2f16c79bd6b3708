package dev.carillon.chaos;

import dev.carillon.drive.ArrivedMail;
import dev.carillon.drive.BellClient;
import dev.carillon.drive.Callers;
import dev.carillon.drive.Database;
import dev.carillon.drive.MailSink;
import dev.carillon.drive.RedisServer;
import dev.carillon.local.Stack;
import java.util.List;
import java.util.UUID;

/// A run whose load has ended, while its stack still runs.
record Settled(
        Stack stack,
        Callers callers,
        Database database,
        RedisServer redis,
        MailSink sink,
        Options.Provider provider,
        Book book,
        List<BellClient> bells) {
    private static final String MAILBOX =
            "select message_id, generation, kind, to_address, md5(subject || html) from email.mailbox";
    private static final String TIMELINE =
            "select to_char(at at time zone 'UTC', 'HH24:MI:SS.MS') || '  ' || stage || '  ' || coalesce(text, '')"
                    + " from api.timeline_entry where tenant = 'default' and notification_id = ? order by at, position";
    private static final String WORK =
            """
            select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) from pg_stat_user_tables
            where schemaname in ('api', 'processor', 'email', 'digest')
              and (relname in ('timeline_entry', 'dead_letter', 'messages', 'item', 'run', 'decision', 'client_action')
                   or relname like 'inbox%')
            """;

    /// The same run with other clients.
    Settled withBells(List<BellClient> others) {
        return new Settled(stack, callers, database, redis, sink, provider, book, others);
    }

    Findings compare() {
        return Reconcile.compare(
                book, Found.in(database, arrivals(), FoundQuota.in(database, redis)), bells);
    }

    /// A number that changes as long as the stack is still processing the load.
    long work() {
        return database.number(WORK);
    }

    /// The timeline of a notification, in order.
    List<String> timeline(UUID notification) {
        return database.all(TIMELINE, row -> row.getString(1), notification);
    }

    private List<ArrivedMail> arrivals() {
        return provider == Options.Provider.SMTP
                ? sink.arrivals()
                : database.all(
                        MAILBOX,
                        row ->
                                new ArrivedMail(
                                        row.getObject(1, UUID.class),
                                        row.getInt(2),
                                        row.getString(3),
                                        row.getString(4),
                                        row.getString(5)));
    }
}
