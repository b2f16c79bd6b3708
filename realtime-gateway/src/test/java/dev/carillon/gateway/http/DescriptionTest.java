package dev.carillon.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.EventJson;
import dev.carillon.events.rest.TicketAnswer;
import dev.carillon.gateway.statistics.StatisticsAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The description is written by hand, so it is held against the routes and the shapes that are really answered.
class DescriptionTest {
    private final JsonNode description = read();

    @Test
    void namesEveryRouteAndNoOther() {
        Set<String> described = new TreeSet<>();
        description
                .get("paths")
                .forEachEntry((path, methods) ->
                        methods.forEachEntry((method, operation) ->
                                described.add(
                                        method.toUpperCase(java.util.Locale.ROOT) + " " + path)));
        Set<String> routed = new TreeSet<>(Set.of("GET " + FrontDoor.SOCKET));
        new Routes(null, null, null)
                .all()
                .forEach(route -> routed.add(route.method().name() + " " + route.template()));

        assertThat(described).isEqualTo(routed);
    }

    @Test
    void pointsNowhere() {
        Matcher references =
                Pattern.compile("\"\\$ref\":\"#/([^\"]+)\"").matcher(description.toString());
        while (references.find()) {
            assertThat(description.at("/" + references.group(1)).isMissingNode())
                    .describedAs(references.group(1))
                    .isFalse();
        }
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

        assertSame("Statistics", statistics);
        assertSame("Replica", replica);
        assertSame("Ticket", new TicketAnswer("t", Instant.EPOCH));
    }

    private void assertSame(String schema, Object answer) {
        JsonNode answered = EventJson.mapper().readTree(EventJson.write(answer));
        assertThat(description.at("/components/schemas/" + schema + "/properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(answered.propertyNames());
    }

    private static JsonNode read() {
        try (InputStream json =
                DescriptionTest.class.getResourceAsStream("/openapi/gateway.json")) {
            return EventJson.mapper()
                    .readTree(new String(json.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
