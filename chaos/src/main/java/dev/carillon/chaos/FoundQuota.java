package dev.carillon.chaos;

import dev.carillon.drive.Database;
import dev.carillon.drive.RedisServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The email quota as stored in Postgres and in Redis.
///
/// @param epochs by account and day
record FoundQuota(List<Asked> ledger, Map<Day, Long> epochs, Map<Day, Counted> redis) {
    record Day(String account, String day) {}

    /// A row of the ledger.
    record Asked(Day day, UUID mail, int generation, String state) {
        boolean counts() {
            return state.equals("asked") || state.equals("granted");
        }
    }

    /// The counter of a day in Redis.
    ///
    /// @param reservations number of stored reservations
    record Counted(long used, long epoch, long reservations) {}

    static FoundQuota in(Database database, RedisServer redis) {
        List<Asked> ledger = new ArrayList<>();
        database.each(
                "select account, day::text, message_id, generation, state from email.quota_ledger",
                row ->
                        new Asked(
                                new Day(row.getString(1).intern(), row.getString(2).intern()),
                                row.getObject(3, UUID.class),
                                row.getInt(4),
                                row.getString(5).intern()),
                ledger::add);
        Map<Day, Long> epochs = new HashMap<>();
        database.each(
                "select account, day::text, epoch from email.quota_days",
                row -> Map.entry(new Day(row.getString(1), row.getString(2)), row.getLong(3)),
                entry -> epochs.put(entry.getKey(), entry.getValue()));
        Map<Day, Counted> believed = new HashMap<>();
        String run = redis.runId();
        for (Day day : epochs.keySet()) {
            Counted counted = counted(redis, day, run);
            if (counted != null) {
                believed.put(day, counted);
            }
        }
        return new FoundQuota(ledger, epochs, believed);
    }

    /// Null when the counter is missing or was written in another run of the Redis server: then it is unknown, and is
    /// rebuilt before it is used.
    private static @Nullable Counted counted(RedisServer redis, Day day, String run) {
        String key = "carillon:email:quota:" + day.account() + ":" + day.day();
        Map<String, String> counter = redis.hash(key);
        if (!run.equals(counter.get("run_id"))) {
            return null;
        }
        return new Counted(
                Long.parseLong(counter.getOrDefault("used", "0")),
                Long.parseLong(counter.getOrDefault("epoch", "0")),
                redis.sizeOfHash(key + ":reservations"));
    }
}
