package dev.carillon.platform.security;

import dev.carillon.platform.web.AllowedOrigins;
import dev.carillon.platform.web.RequestGate;
import jakarta.servlet.DispatcherType;
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
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// The servlet security chain: stateless, bearer tokens, the service's access rules; everything else is denied.
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

    /// Health and metrics are for the cluster. On a port of their own they are open; if they share the public port,
    /// only health is.
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
        http.addFilterAfter(new LoopbackFilter(rules), HeaderWriterFilter.class);
        if (!origins.origins().isEmpty()) {
            http.addFilterBefore(new OriginFilter(origins, rules), HeaderWriterFilter.class);
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

    /// Answers the failure to fetch keys as a problem. Without it, the filter would pass the exception on to the
    /// server.
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
