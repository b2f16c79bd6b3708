package dev.carillon.processor;

import dev.carillon.test.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void keepsTheWalls() {
        ArchitectureRules.check("dev.carillon.processor");
    }
}
