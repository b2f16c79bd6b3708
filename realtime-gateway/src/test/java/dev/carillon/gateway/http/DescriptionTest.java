package dev.carillon.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.EventJson;
import dev.carillon.events.rest.TicketAnswer;
import dev.carillon.gateway.statistics.StatisticsAnswer;
import dev.carillon.openapi.Described;
import dev.carillon.openapi.Descriptions;
import dev.carillon.platform.security.Role;
import dev.carillon.test.DescriptionRules;
import dev.carillon.test.Endpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The gateway has no Spring controllers, so this test compares its routes with the API description.
class DescriptionTest {
    @Test
    void describesEveryRouteInFull() {
        List<Route> routes = new Routes(null, null, null).all();
        List<Endpoint> endpoints = new ArrayList<>();
        for (Route route : routes) {
            endpoints.add(
                    new Endpoint(
                            route.method().name(),
                            route.template(),
                            parameters(route.template()),
                            false));
        }
        endpoints.add(
                new Endpoint(
                        "GET",
                        FrontDoor.SOCKET,
                        Set.of(
                                "query ticket",
                                "query token",
                                "query cursor",
                                "header Sec-WebSocket-Protocol"),
                        false));

        DescriptionRules.check(Described.GATEWAY, endpoints, one -> roles(routes, one));
    }

    @Test
    void showsTheFieldsThatAreAnswered() {
        var replica = new StatisticsAnswer.Replica("one", 1, 1);
        var statistics =
                new StatisticsAnswer(
                        List.of(replica),
                        1,
                        1,
                        new StatisticsAnswer.OfRecipient("ann", 1, List.of(replica)),
                        true);

        assertSame("ConnectionStatistics", statistics);
        assertSame("Replica", replica);
        assertSame("Ticket", new TicketAnswer("t", Instant.EPOCH));
    }

    private static Set<String> parameters(String template) {
        if (template.endsWith("/stats")) {
            return Set.of("query recipient");
        }
        return template.contains("{recipient}") ? Set.of("path recipient") : Set.of();
    }

    private static List<String> roles(List<Route> routes, Endpoint endpoint) {
        return routes.stream()
                .filter(route ->
                        endpoint.name().equals(route.method().name() + " " + route.template()))
                .map(Route::role)
                .filter(java.util.Objects::nonNull)
                .flatMap(role ->
                        role == Role.SUPPORT
                                ? List.of("support", "admin").stream()
                                : List.of(role.key()).stream())
                .toList();
    }

    private static void assertSame(String schema, Object answer) {
        JsonNode description =
                EventJson.mapper().readTree(new Descriptions().json(Described.GATEWAY));
        JsonNode answered = EventJson.mapper().readTree(EventJson.write(answer));
        assertThat(description.at("/components/schemas/" + schema + "/properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(answered.propertyNames());
    }
}
