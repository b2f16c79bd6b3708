package dev.carillon.email.delivery;

import dev.carillon.openapi.Described;
import dev.carillon.platform.config.CarillonMode;
import dev.carillon.platform.security.AccessRules;
import dev.carillon.test.DescriptionRules;
import dev.carillon.test.Endpoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class DescriptionTest {
    @Test
    void describesEveryEndpointInFull() {
        AccessRules rules = new DeliveryConfiguration().accessRules(CarillonMode.LOCAL);
        List<Endpoint> endpoints = new ArrayList<>(Endpoint.ofControllers("dev.carillon.email"));
        endpoints.removeIf(one -> one.path().startsWith("/mailbox/assets/"));
        endpoints.add(Endpoint.ofDescription("/v3/api-docs/email"));

        DescriptionRules.check(
                Described.EMAIL,
                endpoints,
                one -> rules.rolesFor(HttpMethod.valueOf(one.method()), one.path()));
    }
}
