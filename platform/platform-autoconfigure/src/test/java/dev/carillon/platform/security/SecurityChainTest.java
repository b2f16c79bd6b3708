package dev.carillon.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.carillon.platform.config.ConfigAutoConfiguration;
import dev.carillon.platform.urls.UrlsAutoConfiguration;
import dev.carillon.platform.web.WebAutoConfiguration;
import dev.carillon.test.TestTokens;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

/// Which requests reach a service's controllers, and what all others are answered: by role, origin and host name.
class SecurityChainTest {
    private static final String USER = TestTokens.user("ann");

    /// Header of answers to requests that reached the controllers; names the caller.
    private static final String REACHED = "Reached";

    @Configuration(proxyBeanMethods = false)
    static class Rules {
        @Bean
        AccessRules accessRules() {
            return AccessRules.builder()
                    .open(GET, "/open")
                    .user(GET, "/things/*")
                    .service(POST, "/triggers")
                    .support(GET, "/admin/letters")
                    .admin("/admin/**")
                    .signedLink(POST, "/unsubscribe/*")
                    .loopback(POST, "/local/tokens")
                    .build();
        }
    }

    private static final AnnotationConfigWebApplicationContext context =
            new AnnotationConfigWebApplicationContext();

    @BeforeAll
    static void start() {
        TestPropertyValues.of(
                        "carillon.mode=local",
                        "carillon.security.secret=" + TestTokens.SECRET,
                        "carillon.web.allowed-origins=https://app.example")
                .applyTo(context);
        MockServletContext servlets = new MockServletContext();
        context.setServletContext(servlets);
        context.register(
                Rules.class,
                ConfigAutoConfiguration.class,
                UrlsAutoConfiguration.class,
                WebAutoConfiguration.class,
                CarillonSecurityAutoConfiguration.class,
                ServletWebSecurityAutoConfiguration.class,
                WebMvcAutoConfiguration.class);
        context.refresh();
        servlets.setAttribute(
                WebApplicationContext.ROOT_WEB_APPLICATION_CONTEXT_ATTRIBUTE, context);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void onlyCallersWithTheRolePass() {
        assertThat(call("GET /things/1", USER).getHeader(REACHED))
                .isEqualTo("default/ann default/ann");
        assertThat(call("GET /open", null).getHeader(REACHED)).isEqualTo("nobody");
        Map<String, String> answers = new LinkedHashMap<>();
        for (String call :
                new String[] {
                    "GET /open",
                    "GET /things/1",
                    "HEAD /things/1",
                    "POST /triggers",
                    "GET /admin/letters",
                    "POST /admin/letters",
                    "GET /admin/types"
                }) {
            StringBuilder of = new StringBuilder();
            for (String role : new String[] {null, "user", "service", "support", "admin"}) {
                String token =
                        role == null
                                ? null
                                : TestTokens.mint("default", "ann", Duration.ofHours(1), role);
                of.append(call(call, token).getStatus()).append(' ');
            }
            answers.put(call, of.toString().strip());
        }

        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("GET /open", "200 200 200 200 200");
        expected.put("GET /things/1", "401 200 200 200 200");
        expected.put("HEAD /things/1", "401 200 200 200 200");
        expected.put("POST /triggers", "401 403 200 403 403");
        expected.put("GET /admin/letters", "401 403 403 200 200");
        expected.put("POST /admin/letters", "401 403 403 403 200");
        expected.put("GET /admin/types", "401 403 403 403 200");
        assertThat(answers).isEqualTo(expected);
    }

    @Test
    void aRouteThatNoRuleNamesIsAbsentForEverybody() {
        assertThat(call("GET /nothing", TestTokens.admin()).getStatus()).isEqualTo(404);
        assertThat(call("GET /things/1/more", TestTokens.admin()).getStatus()).isEqualTo(404);
        MockHttpServletResponse method = call("DELETE /things/1", TestTokens.admin());
        assertThat(method.getStatus()).isEqualTo(405);
        assertThat(method.getHeader("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void everyBadTokenIsToldApart() throws Exception {
        MockHttpServletResponse none = call("GET /things/1", null);
        assertThat(none.getHeader("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(none.getContentAsString()).contains("\"token_missing\"");
        Map<String, String> codes =
                Map.of(
                        TestTokens.expired("ann"),
                        "token_expired",
                        TestTokens.forged("ann"),
                        "token_rejected",
                        "rubbish",
                        "token_rejected",
                        "two words",
                        "token_rejected",
                        TestTokens.mint("no tenant", "ann", Duration.ofHours(1)),
                        "token_rejected");
        for (Map.Entry<String, String> each : codes.entrySet()) {
            MockHttpServletResponse answer = call("GET /things/1", each.getKey());
            assertThat(answer.getStatus()).isEqualTo(401);
            assertThat(answer.getContentAsString()).contains("\"" + each.getValue() + "\"");
            assertThat(answer.getHeader("WWW-Authenticate"))
                    .startsWith("Bearer error=\"invalid_token\"");
        }
    }

    @Test
    void onlyAllowedOriginsAndTheServicesOwnPass() {
        for (String evil :
                new String[] {
                    "https://app.example.evil.com",
                    "http://app.example",
                    "https://app.example:8443",
                    "https://APP.example",
                    "null",
                    "localhost:8080"
                }) {
            MockHttpServletResponse answer =
                    call("GET /things/1", USER, "Host", "localhost:8080", "Origin", evil);
            assertThat(answer.getStatus()).as(evil).isEqualTo(403);
            assertThat(answer.getHeader("Access-Control-Allow-Origin")).isNull();
        }
        MockHttpServletResponse own =
                call("GET /things/1", USER, "Host", "api.example", "Origin", "https://api.example");
        assertThat(own.getHeader(REACHED)).isEqualTo("default/ann default/ann");
        assertThat(own.getHeader("Access-Control-Allow-Origin")).isNull();
        assertThat(own.getHeaders("Vary")).contains("Origin");
        MockHttpServletResponse allowed =
                call("GET /things/1", USER, "Host", "api.example", "Origin", "https://app.example");
        assertThat(allowed.getHeader(REACHED)).isEqualTo("default/ann default/ann");
        assertThat(allowed.getHeader("Access-Control-Expose-Headers")).contains("ETag");
        assertThat(allowed.getHeader("Access-Control-Allow-Origin"))
                .isEqualTo("https://app.example");
        assertThat(call("POST /unsubscribe/t", null, "Origin", "null").getHeader(REACHED))
                .as("a signed link is its own authorisation")
                .isEqualTo("nobody");
    }

    @Test
    void aPreflightPassesForAllowedOriginsWithoutAToken() {
        String[] asked = {"Access-Control-Request-Method", "GET", "Origin", "https://app.example"};
        MockHttpServletResponse answer = call("OPTIONS /things/1", null, asked);
        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getHeader("Access-Control-Allow-Origin"))
                .isEqualTo("https://app.example");
        assertThat(answer.getHeader("Access-Control-Allow-Methods")).contains("PATCH");
        assertThat(answer.getHeader("Access-Control-Max-Age")).isEqualTo("3600");
        assertThat(answer.getHeader(REACHED)).as("a preflight goes no further").isNull();
        MockHttpServletResponse withHeaders =
                call(
                        "OPTIONS /things/1",
                        null,
                        "Access-Control-Request-Method",
                        "PATCH",
                        "Access-Control-Request-Headers",
                        "authorization, idempotency-key",
                        "Origin",
                        "https://app.example");
        assertThat(withHeaders.getHeader("Access-Control-Allow-Headers"))
                .isEqualTo("authorization, idempotency-key");
        asked[3] = "https://evil.example";
        assertThat(call("OPTIONS /things/1", null, asked).getStatus()).isEqualTo(403);
    }

    @Test
    void localEndpointsAnswerLoopbackNamesOnly() {
        for (String host : new String[] {"localhost:8080", "LOCALHOST", "127.0.0.1", "[::1]:80"}) {
            assertThat(call("POST /local/tokens", null, "Host", host).getStatus())
                    .as(host)
                    .isEqualTo(200);
            assertThat(call("POST /local/tokens", null, "Host", host).getHeader(REACHED))
                    .as(host)
                    .isEqualTo("nobody");
        }
        for (String host :
                new String[] {
                    "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1"
                }) {
            assertThat(call("POST /local/tokens", null, "Host", host).getStatus())
                    .as(host)
                    .isEqualTo(403);
        }
        assertThat(call("POST /local/tokens", null).getStatus()).as("no Host").isEqualTo(403);
        assertThat(call("GET /open", null, "Host", "evil.example").getStatus()).isEqualTo(200);
    }

    private static void reach(ServletRequest request, ServletResponse response) {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        ((HttpServletResponse) response)
                .setHeader(
                        REACHED,
                        caller instanceof CallerAuthentication known
                                ? known.getPrincipal().key() + " " + known.getName()
                                : "nobody");
    }

    /// The answer of the filters; 200 if the request reached the controllers.
    private static MockHttpServletResponse call(String call, String token, String... headers) {
        String[] parts = call.split(" ", 2);
        MockHttpServletRequest request =
                new MockHttpServletRequest(context.getServletContext(), parts[0], parts[1]);
        if (token != null) {
            request.addHeader("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.addHeader(headers[i], headers[i + 1]);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        try {
            context.getBean("springSecurityFilterChain", Filter.class)
                    .doFilter(request, response, SecurityChainTest::reach);
        } catch (IOException | ServletException e) {
            throw new AssertionError(call, e);
        }
        return response;
    }
}
