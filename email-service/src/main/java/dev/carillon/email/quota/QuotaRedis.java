package dev.carillon.email.quota;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.springframework.stereotype.Component;

/// The quota in Redis: three Lua scripts, each atomic. After a fault Redis is not called for one second, so that a
/// thousand waiting emails do not each wait for its timeout.
@Component
class QuotaRedis {
    private static final Duration KEPT = Duration.ofDays(2);
    private static final Duration LEFT_ALONE = Duration.ofSeconds(1);

    private final Supplier<RedissonClient> redis;
    private final QuotaProperties limits;
    private final String reserve = script("reserve");
    private final String refund = script("refund");
    private final String rebuild = script("rebuild");
    private volatile long awayUntilNanos = System.nanoTime();

    QuotaRedis(RedisConnection redis, QuotaProperties limits) {
        this.redis = redis::client;
        this.limits = limits;
    }

    /// Redis does not respond.
    static final class AwayException extends Exception {
        AwayException(@Nullable Throwable cause) {
            super("Redis does not respond", cause);
        }
    }

    /// The script's answer: `granted`, `refused`, `unknown` or `stale`.
    record Said(String word, String limit, long used) {}

    Said reserve(Ask ask, LocalDate day, long epoch, Instant now) throws AwayException {
        Instant dayEnd = dayEnd(day);
        List<Object> answer =
                run(
                        reserve,
                        keys(ask.account(), day, hourKey(ask.recipient().toString(), now)),
                        ask.reservation(),
                        epoch,
                        ask.lane().key(),
                        limits.day(),
                        limits.normal(),
                        limits.recipientHour(),
                        Math.max(1, Duration.between(now, dayEnd).toMillis()),
                        dayEnd,
                        hourLeft(now),
                        KEPT.toSeconds());
        String word = answer.getFirst().toString();
        return switch (word) {
            case "granted" -> new Said(word, "", number(answer.get(1)));
            case "refused" -> new Said(word, answer.get(1).toString(), number(answer.get(2)));
            default -> new Said(word, "", 0);
        };
    }

    /// @param askedAt selects the hour in which the recipient's email was counted
    void refund(
            String account,
            LocalDate day,
            String reservation,
            String recipient,
            long epoch,
            Instant askedAt)
            throws AwayException {
        run(
                refund,
                keys(account, day, hourKey(recipient, askedAt)),
                reservation,
                epoch,
                limits.normal());
    }

    void rebuild(String account, LocalDate day, QuotaLedger.Snapshot ledger, Instant now)
            throws AwayException {
        List<Object> arguments = new ArrayList<>();
        arguments.add(ledger.epoch());
        arguments.add(KEPT.toSeconds());
        arguments.add(hourLeft(now));
        arguments.add(ledger.counted().size());
        for (QuotaLedger.Counted row : ledger.counted()) {
            arguments.add(Ask.reservation(row.id(), row.generation()));
            arguments.add(row.granted() ? "g" : "a");
        }
        ledger.thisHour()
                .forEach((recipient, mails) -> {
                    arguments.add(hourKey(recipient, now));
                    arguments.add(mails);
                });
        run(rebuild, keys(account, day, null), arguments.toArray());
    }

    /// Whether normal emails are locked for the day; null when Redis does not respond.
    @Nullable Boolean locked(String account, LocalDate day) {
        try {
            return guarded(client ->
                    client.getBucket(dayKey(account, day) + ":locked", StringCodec.INSTANCE)
                            .isExists());
        } catch (AwayException e) {
            return null;
        }
    }

    static Instant dayEnd(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    static Instant hourOf(Instant now) {
        return now.truncatedTo(ChronoUnit.HOURS);
    }

    static Instant hourEnd(Instant now) {
        return hourOf(now).plus(1, ChronoUnit.HOURS);
    }

    private List<Object> run(String script, List<Object> keys, Object... arguments)
            throws AwayException {
        Object[] texts = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return guarded(client -> {
            Object answer =
                    client.getScript(StringCodec.INSTANCE)
                            .eval(
                                    RScript.Mode.READ_WRITE,
                                    script,
                                    RScript.ReturnType.LIST,
                                    keys,
                                    texts);
            return answer instanceof List<?> list ? List.<Object>copyOf(list) : List.of();
        });
    }

    private <T> T guarded(java.util.function.Function<RedissonClient, T> call)
            throws AwayException {
        if (System.nanoTime() - awayUntilNanos < 0) {
            throw new AwayException(null);
        }
        try {
            return call.apply(redis.get());
        } catch (RedisException e) {
            awayUntilNanos = System.nanoTime() + LEFT_ALONE.toNanos();
            throw new AwayException(e);
        }
    }

    private static List<Object> keys(String account, LocalDate day, @Nullable String hour) {
        String key = dayKey(account, day);
        List<Object> keys =
                new ArrayList<>(
                        List.of(key, key + ":reservations", key + ":locked", key + ":next-retry"));
        if (hour != null) {
            keys.add(hour);
        }
        return keys;
    }

    private static String dayKey(String account, LocalDate day) {
        return "carillon:email:quota:" + account + ":" + day;
    }

    private static String hourKey(String recipient, Instant now) {
        String hour = hourOf(now).toString().substring(0, 13);
        return "carillon:email:hour:" + recipient + ":" + hour;
    }

    private static long hourLeft(Instant now) {
        return Math.max(1, Duration.between(now, hourEnd(now)).toMillis());
    }

    private static long number(Object value) {
        return Long.parseLong(value.toString());
    }

    private static String script(String name) {
        try (InputStream in = QuotaRedis.class.getResourceAsStream("/quota/" + name + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks the script quota/" + name + ".lua");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
