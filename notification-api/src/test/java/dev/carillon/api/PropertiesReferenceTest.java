package dev.carillon.api;

import dev.carillon.test.PropertiesReference;
import org.junit.jupiter.api.Test;

class PropertiesReferenceTest {
    @Test
    void theReferencePageTellsEveryProperty() {
        PropertiesReference.check(NotificationApi.class, "notification-api");
    }
}
