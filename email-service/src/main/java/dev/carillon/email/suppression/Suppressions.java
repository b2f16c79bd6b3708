package dev.carillon.email.suppression;

import dev.carillon.events.MailAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The suppression list. Addresses are compared without regard to case.
@Component
public class Suppressions {
    private final JdbcClient jdbc;
    private final Clock clock;

    Suppressions(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// @param reason `manual`, later `bounced` or `complained`
    public record Suppression(String address, String reason, Instant createdAt) {}

    public Optional<Suppression> find(String address) {
        return jdbc.sql(
                        "select address, reason, created_at from suppressions where address in (?, ?) limit 1")
                .param(normalized(address))
                .param(written(address))
                .query((row, n) ->
                        new Suppression(
                                row.getString(1),
                                row.getString(2),
                                row.getObject(3, OffsetDateTime.class).toInstant()))
                .optional();
    }

    Suppression put(String address, String reason) {
        jdbc.sql(
                        """
                        insert into suppressions (address, reason, created_at) values (?, ?, ?)
                        on conflict (address) do update set reason = excluded.reason
                        """)
                .param(normalized(address))
                .param(reason)
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        return find(address).orElseThrow();
    }

    void remove(String address) {
        jdbc.sql("delete from suppressions where address in (?, ?)")
                .param(normalized(address))
                .param(written(address))
                .update();
    }

    /// The one form for all spellings of an address: `ada@BÜCHER.example` and `ada@xn--bcher-kva.example` are equal.
    private static String normalized(String address) {
        return switch (MailAddress.read(address.strip())) {
            case MailAddress.Reading.Valid valid -> valid.address().wire().toLowerCase(Locale.ROOT);
            case MailAddress.Reading.Fault _ -> written(address);
        };
    }

    /// The form in which earlier versions stored addresses.
    private static String written(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }
}
