package dev.carillon.platform;

import dev.carillon.platform.config.CarillonProperties;
import dev.carillon.test.PropertiesReference;
import org.junit.jupiter.api.Test;

class PropertiesReferenceTest {
    @Test
    void theReferencePageTellsEveryProperty() {
        PropertiesReference.check(CarillonProperties.class, "platform");
    }
}
