package dev.carillon.email;

import dev.carillon.test.MigrationRules;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    @Test
    void thePreviousReleaseRunsOnTheNewSchema() {
        MigrationRules.check("db/migration", 1);
    }
}
