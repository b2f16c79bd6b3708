package dev.carillon.api.trigger;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.EventJson;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.Problems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Stored answers by Idempotency-Key, in the caller's transaction. While a transaction holds a key, other calls with it
/// are refused: the lock is a transaction-level advisory lock, so it ends with its holder even after a crash.
@Component
class IdempotencyKeys {
    static final Duration KEPT = Duration.ofHours(24);
    private static final Pattern ALLOWED = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final JsonMapper CANONICAL =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
    private static final String FIND =
            """
            select body_hash, answer from idempotency_key
            where tenant = ? and caller = ? and route = ? and key = ? and stored_at > ?
            """;
    private static final String STORE =
            """
            insert into idempotency_key (tenant, caller, route, key, body_hash, answer, stored_at)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant, caller, route, key) do update
            set body_hash = excluded.body_hash, answer = excluded.answer, stored_at = excluded.stored_at
            """;

    private final JdbcTemplate jdbc;

    IdempotencyKeys(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// A key in its scope, with the hash of its request body.
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    record Scoped(String tenant, String caller, String route, String key, byte[] bodyHash) {
        /// @throws dev.carillon.platform.web.ProblemException 400 when the key is not valid
        static Scoped of(Caller caller, String route, String key, JsonNode body) {
            if (!ALLOWED.matcher(key).matches()) {
                throw Problems.badRequest(
                        ErrorCode.INVALID_IDEMPOTENCY_KEY,
                        "Idempotency-Key",
                        "The Idempotency-Key is not valid",
                        "1 to 255 visible ASCII characters");
            }
            return new Scoped(caller.tenant(), caller.recipient(), route, key, hash(body));
        }

        private String lockName() {
            return String.join("\n", "idempotency", tenant, caller, route, key);
        }
    }

    /// Locks the key until the transaction ends, and returns the stored answer, if any.
    ///
    /// @throws dev.carillon.platform.web.ProblemException 409 while another call holds the key, 422 when the key was
    ///     used with another body
    Optional<String> take(Scoped key, Instant now) {
        Boolean free =
                jdbc.queryForObject(
                        "select pg_try_advisory_xact_lock(hashtextextended(?, 0))",
                        Boolean.class,
                        key.lockName());
        if (!Boolean.TRUE.equals(free)) {
            throw Problems.conflict(
                    ErrorCode.IDEMPOTENCY_KEY_IN_USE,
                    "another call with this Idempotency-Key is in progress; try again when it has finished");
        }
        List<Kept> kept =
                jdbc.query(
                        FIND,
                        (row, number) -> new Kept(row.getBytes(1), row.getString(2)),
                        key.tenant,
                        key.caller,
                        key.route,
                        key.key,
                        Timestamp.from(now.minus(KEPT)));
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        if (!MessageDigest.isEqual(kept.getFirst().bodyHash, key.bodyHash)) {
            throw Problems.unprocessable(
                    "Idempotency-Key",
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "this Idempotency-Key was already used with a different body",
                    "the same body, or a new key");
        }
        return Optional.of(kept.getFirst().answer);
    }

    void store(Scoped key, Object answer, Instant now) {
        jdbc.update(
                STORE,
                key.tenant,
                key.caller,
                key.route,
                key.key,
                key.bodyHash,
                new String(EventJson.write(answer), StandardCharsets.UTF_8),
                Timestamp.from(now));
    }

    /// Deletes at most `limit` keys that are past their retention.
    int forget(Instant now, int limit) {
        return jdbc.update(
                """
                delete from idempotency_key where ctid = any (array(
                    select ctid from idempotency_key where stored_at <= ? limit ?))
                """,
                Timestamp.from(now.minus(KEPT)),
                limit);
    }

    /// A hash that ignores the order of fields.
    private static byte[] hash(JsonNode body) {
        try {
            Object plain = CANONICAL.treeToValue(body, Object.class);
            return MessageDigest.getInstance("SHA-256").digest(CANONICAL.writeValueAsBytes(plain));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-256", e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Kept(byte[] bodyHash, String answer) {}
}
