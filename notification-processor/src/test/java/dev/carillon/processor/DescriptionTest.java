package dev.carillon.processor;

import dev.carillon.openapi.Described;
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
        AccessRules rules = new ProcessorAccess().accessRules();
        List<Endpoint> endpoints =
                new ArrayList<>(Endpoint.ofControllers("dev.carillon.processor"));
        endpoints.add(Endpoint.ofDescription("/v3/api-docs/processor"));

        DescriptionRules.check(
                Described.PROCESSOR,
                endpoints,
                one -> rules.rolesFor(HttpMethod.valueOf(one.method()), one.path()));
    }
}
