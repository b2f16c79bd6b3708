package dev.carillon.platform.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/// The health indicator `durability`: down if a crash could lose an acknowledged commit, because `fsync` or
/// `synchronous_commit` is off. Checked every minute; while it is down, at every request.
final class DurabilityHealth implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(DurabilityHealth.class);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final DataSource database;
    private volatile @Nullable Health last;
    private volatile long checkedAt;

    DurabilityHealth(DataSource database) {
        this.database = database;
    }

    @Override
    public Health health() {
        Health known = last;
        if (known != null && System.nanoTime() - checkedAt < AGAIN.toNanos()) {
            return known;
        }
        Health now = check();
        checkedAt = System.nanoTime();
        last = now.getStatus().equals(Status.UP) ? now : null;
        return now;
    }

    private Health check() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select current_setting('fsync'), current_setting('synchronous_commit')")) {
            row.next();
            String fsync = row.getString(1);
            String commit = row.getString(2);
            // remote_apply, remote_write and local all flush on this server before they acknowledge
            boolean durable = fsync.equals("on") && !commit.equals("off");
            Health.Builder health =
                    (durable ? Health.up() : Health.down())
                            .withDetail("fsync", fsync)
                            .withDetail("synchronous_commit", commit);
            if (!durable) {
                log.error(
                        "Postgres may lose acknowledged commits (fsync={}, synchronous_commit={}), so"
                                + " this service is not ready: set both on",
                        fsync,
                        commit);
                health.withDetail("needed", "fsync=on and synchronous_commit=on");
            }
            return health.build();
        } catch (SQLException away) {
            return Health.down().withDetail("cause", String.valueOf(away.getMessage())).build();
        }
    }
}
