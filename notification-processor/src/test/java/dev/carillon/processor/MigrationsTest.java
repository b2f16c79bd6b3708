package dev.carillon.processor;

import dev.carillon.test.MigrationRules;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    @Test
    void thePreviousReleaseRunsOnTheNewSchema() {
        MigrationRules.check("db/migration", 2);
    }
}
