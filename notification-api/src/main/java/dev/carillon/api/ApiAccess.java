package dev.carillon.api;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import dev.carillon.platform.config.CarillonMode;
import dev.carillon.platform.security.AccessRules;
import dev.carillon.platform.web.PageRoutes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Access rules for every endpoint. An endpoint without a rule is denied, so every new endpoint needs a rule here.
@Configuration(proxyBeanMethods = false)
class ApiAccess {
    @Bean
    AccessRules accessRules(CarillonMode mode) {
        AccessRules.Builder rules = AccessRules.builder();
        open(rules);
        if (mode.isLocal()) {
            local(rules);
        }
        inbox(rules);
        preferences(rules);
        services(rules);
        operations(rules);
        return rules.build();
    }

    /// Routes for people: their errors are HTML pages.
    @Bean
    PageRoutes pageRoutes() {
        return PageRoutes.builder()
                .links("/unsubscribe", "/preferences")
                .pages("/", "/local", "/docs", "/console")
                .data("/local/tokens", "/client")
                .build();
    }

    /// Public routes: pages, the API description, and links that carry their own signature.
    private static void open(AccessRules.Builder rules) {
        rules.open(GET, "/favicon.ico", "/client/**", "/docs/**", "/v3/api-docs/**")
                .open(HEAD, "/favicon.ico", "/client/**", "/docs/**", "/v3/api-docs/**")
                .signedLink(GET, "/unsubscribe/*", "/preferences/*")
                .signedLink(HEAD, "/unsubscribe/*", "/preferences/*")
                .signedLink(POST, "/unsubscribe/*", "/preferences/*");
    }

    /// Local mode only: the local page, and sign-in as any person.
    private static void local(AccessRules.Builder rules) {
        rules.loopback(GET, "/", "/local/**")
                .loopback(HEAD, "/", "/local/**")
                .loopback(POST, "/local/tokens");
    }

    private static void inbox(AccessRules.Builder rules) {
        rules.service(POST, "/api/v1/notifications", "/api/v1/notifications/states")
                .user(GET, "/api/v1/notifications", "/api/v1/notifications/**")
                .user(POST, "/api/v1/notifications/mark")
                .user(PATCH, "/api/v1/notifications/*")
                .user(DELETE, "/api/v1/notifications/*");
    }

    private static void preferences(AccessRules.Builder rules) {
        rules.user(GET, "/api/v1/preferences", "/api/v1/preferences/effective")
                .user(PUT, "/api/v1/preferences")
                .user(PATCH, "/api/v1/preferences/types/*", "/api/v1/preferences/categories/*")
                .user(GET, "/api/v1/timeline");
    }

    private static void services(AccessRules.Builder rules) {
        rules.service(GET, "/api/v1/requests/*").service("/api/v1/recipients/**");
    }

    private static void operations(AccessRules.Builder rules) {
        rules.admin("/api/v1/types", "/api/v1/types/**")
                .support(GET, "/api/v1/admin/dead-letters/**", "/api/v1/admin/metrics")
                .admin("/api/v1/admin/**");
    }
}
