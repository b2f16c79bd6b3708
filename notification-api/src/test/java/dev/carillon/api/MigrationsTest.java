package dev.carillon.api;

import dev.carillon.test.MigrationRules;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    @Test
    void thePreviousReleaseRunsOnTheNewSchema() {
        MigrationRules.check("db/migration", 302);
        MigrationRules.check("dev/carillon/outbox/migration", 1);
    }
}
