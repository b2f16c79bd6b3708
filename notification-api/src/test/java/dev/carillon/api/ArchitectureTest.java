package dev.carillon.api;

import dev.carillon.test.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void keepsItsWalls() {
        ArchitectureRules.check("dev.carillon.api");
    }
}
