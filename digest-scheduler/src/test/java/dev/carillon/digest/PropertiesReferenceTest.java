package dev.carillon.digest;

import dev.carillon.test.PropertiesReference;
import org.junit.jupiter.api.Test;

class PropertiesReferenceTest {
    @Test
    void theReferencePageTellsEveryProperty() {
        PropertiesReference.check(DigestScheduler.class, "digest-scheduler");
    }
}
