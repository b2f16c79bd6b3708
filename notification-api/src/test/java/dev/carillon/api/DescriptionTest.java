package dev.carillon.api;

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
        AccessRules rules = new ApiAccess().accessRules(CarillonMode.LOCAL);
        List<Endpoint> endpoints = new ArrayList<>(Endpoint.ofControllers("dev.carillon.api"));
        endpoints.add(Endpoint.ofDescription("/v3/api-docs"));
        endpoints.add(Endpoint.ofDescription("/v3/api-docs/{service}", "path service"));

        DescriptionRules.check(
                Described.API,
                endpoints,
                one -> rules.rolesFor(HttpMethod.valueOf(one.method()), one.path()));
    }
}
