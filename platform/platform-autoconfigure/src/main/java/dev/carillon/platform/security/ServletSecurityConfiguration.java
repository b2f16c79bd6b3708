package dev.carillon.platform.security;

import dev.carillon.platform.web.AllowedOrigins;
import dev.carillon.platform.web.ProblemWriter;
import dev.carillon.platform.web.Problems;
import dev.carillon.platform.web.RequestGate;
import jakarta.servlet.DispatcherType;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// The servlet chain: stateless, bearer tokens, a service's rules, all else denied.
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({SecurityFilterChain.class, WebMvcConfigurer.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class ServletSecurityConfiguration {
    @Bean
    @ConditionalOnMissingBean
    AccessRules accessRules() {
        return AccessRules.builder().build();
    }

    @Bean
    @ConditionalOnMissingBean
    RequestGate.Routes routesOfServices(AccessRules rules) {
        return request ->
                rules.of(request)
                        .map(AccessRules.Rule::role)
                        .filter(Role.SERVICE::equals)
                        .isPresent();
    }

    /// Health and metrics are for the cluster: open on a port of their own, only health where they share the public one.
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 10)
    SecurityFilterChain managementSecurity(HttpSecurity http, Environment environment) {
        boolean apart = ManagementPortType.get(environment) == ManagementPortType.DIFFERENT;
        return http.securityMatcher(EndpointRequest.toAnyEndpoint())
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(
                        session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> {
                    if (apart) {
                        requests.anyRequest().permitAll();
                    } else {
                        requests.requestMatchers(EndpointRequest.to("health"))
                                .permitAll()
                                .anyRequest()
                                .denyAll();
                    }
                })
                .build();
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE - 10)
    SecurityFilterChain carillonSecurity(
            HttpSecurity http,
            AccessRules rules,
            JwtDecoder decoder,
            TokenRules tokens,
            AllowedOrigins origins,
            RequestGate gate) {
        SecurityAnswers answers = new SecurityAnswers(rules);
        http.addFilterAfter(gate.filter(), AuthorizationFilter.class);
        if (!origins.origins().isEmpty()) {
            http.addFilterBefore(
                    corsFilter(origins),
                    org.springframework.security.web.header.HeaderWriterFilter.class);
        }
        return http.csrf(AbstractHttpConfigurer::disable)
                .cors(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.frameOptions(frames -> frames.sameOrigin()))
                .sessionManagement(
                        session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> {
                    requests.dispatcherTypeMatchers(
                                    DispatcherType.ERROR,
                                    DispatcherType.FORWARD,
                                    DispatcherType.ASYNC)
                            .permitAll();
                    for (AccessRules.Rule rule : rules.rules()) {
                        var matched = requests.requestMatchers(rule.matcher());
                        Role role = rule.role();
                        if (role == null) {
                            matched.permitAll();
                        } else {
                            matched.hasRole(role.name());
                        }
                    }
                    requests.anyRequest().denyAll();
                })
                .oauth2ResourceServer(server ->
                        server.withObjectPostProcessor(answering(answers))
                                .authenticationEntryPoint(answers)
                                .accessDeniedHandler(answers)
                                .jwt(jwt ->
                                        jwt.decoder(decoder)
                                                .jwtAuthenticationConverter(token ->
                                                        new CallerAuthentication(
                                                                tokens.caller(token)))))
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(answers).accessDeniedHandler(answers))
                .build();
    }

    /// Keys that can't be fetched are answered too; left alone, the filter throws that on to the server.
    private static ObjectPostProcessor<BearerTokenAuthenticationFilter> answering(
            SecurityAnswers answers) {
        return new ObjectPostProcessor<>() {
            @Override
            public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(answers::commence);
                return filter;
            }
        };
    }

    private static CorsFilter corsFilter(AllowedOrigins origins) {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOrigins(List.copyOf(origins.origins()));
        cors.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
        cors.setAllowedHeaders(
                List.of(
                        HttpHeaders.AUTHORIZATION,
                        HttpHeaders.CONTENT_TYPE,
                        HttpHeaders.ACCEPT,
                        HttpHeaders.IF_NONE_MATCH,
                        "Idempotency-Key",
                        "Last-Event-ID",
                        "traceparent"));
        cors.setExposedHeaders(
                List.of(
                        HttpHeaders.ETAG,
                        HttpHeaders.LOCATION,
                        HttpHeaders.RETRY_AFTER,
                        HttpHeaders.WWW_AUTHENTICATE,
                        "RateLimit-Limit",
                        "RateLimit-Remaining",
                        "RateLimit-Reset"));
        cors.setMaxAge(Duration.ofHours(1));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", cors);
        CorsFilter filter = new CorsFilter(source);
        filter.setCorsProcessor(new ProblemCorsProcessor());
        return filter;
    }

    /// Answers a foreign origin with a problem.
    private static final class ProblemCorsProcessor extends DefaultCorsProcessor {
        @Override
        protected void rejectRequest(org.springframework.http.server.ServerHttpResponse response)
                throws java.io.IOException {
            if (response instanceof ServletServerHttpResponse servlet) {
                ProblemWriter.write(
                        servlet.getServletResponse(),
                        Problems.forbidden(
                                "this origin is not allowed; carillon.web.allowed-origins names those"
                                        + " that are"));
            }
        }
    }

    @Bean
    WebMvcConfigurer callerArguments() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerArgument());
            }
        };
    }
}
