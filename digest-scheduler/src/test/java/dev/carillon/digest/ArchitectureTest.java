package dev.carillon.digest;

import dev.carillon.test.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void keepsTheHouse() {
        ArchitectureRules.check("dev.carillon.digest");
    }
}
