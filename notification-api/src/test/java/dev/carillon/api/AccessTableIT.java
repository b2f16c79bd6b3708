package dev.carillon.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.test.TestTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Every endpoint of the API refuses every role that this table does not name. A new endpoint must be added here.
@ApiOnRealServers
class AccessTableIT {
    private static final Set<String> PEOPLE = Set.of("user", "service", "support", "admin");
    private static final Set<String> SERVICES = Set.of("service");
    private static final Set<String> SUPPORT = Set.of("support", "admin");
    private static final Set<String> ADMINS = Set.of("admin");

    private static final Map<String, Set<String>> ALLOWED =
            Map.ofEntries(
                    Map.entry("POST /api/v1/notifications", SERVICES),
                    Map.entry("POST /api/v1/notifications/states", SERVICES),
                    Map.entry("GET /api/v1/requests/{requestId}", SERVICES),
                    Map.entry("GET /api/v1/recipients/{recipient}", SERVICES),
                    Map.entry("PUT /api/v1/recipients/{recipient}", SERVICES),
                    Map.entry("PATCH /api/v1/recipients/{recipient}", SERVICES),
                    Map.entry("DELETE /api/v1/recipients/{recipient}", SERVICES),
                    Map.entry("POST /api/v1/recipients/bulk", SERVICES),
                    Map.entry("GET /api/v1/notifications", PEOPLE),
                    Map.entry("GET /api/v1/notifications/{id}", PEOPLE),
                    Map.entry("GET /api/v1/notifications/counts", PEOPLE),
                    Map.entry("GET /api/v1/notifications/stats", PEOPLE),
                    Map.entry("GET /api/v1/notifications/changes", PEOPLE),
                    Map.entry("PATCH /api/v1/notifications/{id}", PEOPLE),
                    Map.entry("DELETE /api/v1/notifications/{id}", PEOPLE),
                    Map.entry("POST /api/v1/notifications/mark", PEOPLE),
                    Map.entry("GET /api/v1/timeline", PEOPLE),
                    Map.entry("GET /api/v1/preferences", PEOPLE),
                    Map.entry("PUT /api/v1/preferences", PEOPLE),
                    Map.entry("GET /api/v1/preferences/effective", PEOPLE),
                    Map.entry("PATCH /api/v1/preferences/types/{type}", PEOPLE),
                    Map.entry("PATCH /api/v1/preferences/categories/{category}", PEOPLE),
                    Map.entry("GET /api/v1/admin/dead-letters", SUPPORT),
                    Map.entry("GET /api/v1/admin/dead-letters/stats", SUPPORT),
                    Map.entry("GET /api/v1/admin/dead-letters/{id}", SUPPORT),
                    Map.entry("GET /api/v1/admin/metrics", SUPPORT),
                    Map.entry("POST /api/v1/admin/dead-letters/{id}/requeue", ADMINS),
                    Map.entry("POST /api/v1/admin/dead-letters/{id}/discard", ADMINS),
                    Map.entry("GET /api/v1/admin/audit-log", ADMINS),
                    Map.entry("GET /api/v1/types", ADMINS),
                    Map.entry("GET /api/v1/types/{key}", ADMINS),
                    Map.entry("POST /api/v1/types/{key}/preview", ADMINS));

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @LocalServerPort int port;

    @Test
    void theTableNamesEveryEndpoint() {
        assertThat(endpoints()).containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
    }

    @Test
    void everyEndpointRefusesCallersWithoutItsRole() {
        Map<String, Integer> refused = new TreeMap<>();
        Map<String, Integer> expected = new TreeMap<>();
        for (String endpoint : endpoints()) {
            refused.put(endpoint + " as nobody", status(endpoint, null));
            expected.put(endpoint + " as nobody", 401);
            for (String role : PEOPLE) {
                if (!ALLOWED.getOrDefault(endpoint, Set.of()).contains(role)) {
                    String token =
                            TestTokens.mint(
                                    "default", "mallory", java.time.Duration.ofHours(1), role);
                    refused.put(endpoint + " as " + role, status(endpoint, token));
                    expected.put(endpoint + " as " + role, 403);
                }
            }
        }
        assertThat(refused).containsExactlyInAnyOrderEntriesOf(expected);
    }

    private int status(String endpoint, String token) {
        String[] parts = endpoint.split(" ", 2);
        String path = parts[1].replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
        boolean bodied = !parts[0].equals(HttpMethod.GET.name()) && !parts[0].equals("DELETE");
        return new ApiCaller(port, token)
                .call(parts[0], path, bodied ? "{}" : null, Map.of())
                .status();
    }

    private List<String> endpoints() {
        List<String> endpoints = new ArrayList<>();
        for (RequestMappingInfo mapping : mappings.getHandlerMethods().keySet()) {
            for (String path : mapping.getPatternValues()) {
                if (path.startsWith("/api/")) {
                    for (RequestMethod method : mapping.getMethodsCondition().getMethods()) {
                        endpoints.add(method + " " + path);
                    }
                }
            }
        }
        return endpoints;
    }
}
