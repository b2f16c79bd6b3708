package dev.carillon.email;

import dev.carillon.test.PropertiesReference;
import org.junit.jupiter.api.Test;

class PropertiesReferenceTest {
    @Test
    void theReferencePageTellsEveryProperty() {
        PropertiesReference.check(EmailService.class, "email-service");
    }
}
