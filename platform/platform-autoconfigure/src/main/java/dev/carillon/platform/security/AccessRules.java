package dev.carillon.platform.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.util.pattern.PathPatternParser;

/// Who may call which route, in order; the first that matches counts, and what none matches is denied.
///
/// ```java
/// @Bean AccessRules accessRules() {
///     return AccessRules.builder()
///             .open(GET, "/v3/api-docs/**")
///             .user(GET, "/api/v1/notifications/**")
///             .service(POST, "/api/v1/notifications")
///             .build();
/// }
/// ```
public final class AccessRules {
    private final List<Rule> rules;

    private AccessRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    public static Builder builder() {
        return new Builder();
    }

    List<Rule> rules() {
        return rules;
    }

    /// The first rule that matches a request; empty if none does.
    Optional<Rule> of(HttpServletRequest request) {
        for (Rule rule : rules) {
            if (rule.matcher().matches(request)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /// The roles of which a caller needs one, by the first rule for a route; empty if anyone may call it.
    ///
    /// @param path may be a template such as `/api/v1/types/{key}`
    /// @throws IllegalArgumentException when no rule names the route, so that it is denied
    public List<String> rolesFor(HttpMethod method, String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        for (Rule rule : rules) {
            if ((rule.method() == null || rule.method().equals(method))
                    && PathPatternParser.defaultInstance.parse(rule.pattern()).matches(parsed)) {
                return switch (rule.role()) {
                    case null -> List.of();
                    case SUPPORT -> List.of(Role.SUPPORT.key(), Role.ADMIN.key());
                    case USER, SERVICE, ADMIN -> List.of(rule.role().key());
                };
            }
        }
        throw new IllegalArgumentException("no rule names " + method + " " + path);
    }

    /// @param method null for every method; GET includes HEAD
    /// @param pattern of a path, such as `/api/v1/types/{key}/**`
    /// @param role null for everyone
    /// @param reach from where the route may be called
    /// @param path matches the pattern with any method
    /// @param matcher of method and pattern
    record Rule(
            @Nullable HttpMethod method,
            String pattern,
            @Nullable Role role,
            Reach reach,
            RequestMatcher path,
            RequestMatcher matcher) {
        Rule(@Nullable HttpMethod method, String pattern, @Nullable Role role, Reach reach) {
            this(method, pattern, role, reach, matcher(null, pattern), matcher(method, pattern));
        }

        private static RequestMatcher matcher(@Nullable HttpMethod method, String pattern) {
            PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
            if (method == null) {
                return paths.matcher(pattern);
            }
            RequestMatcher matcher = paths.matcher(method, pattern);
            return method.equals(HttpMethod.GET)
                    ? new OrRequestMatcher(matcher, paths.matcher(HttpMethod.HEAD, pattern))
                    : matcher;
        }
    }

    /// From where a route may be called.
    enum Reach {
        /// From pages of the service's own origin and of the allowed ones.
        ALLOWED_ORIGINS,
        /// From everywhere: a signed link is its own authorisation, and mail programs send any `Origin`.
        EVERYWHERE,
        /// From this machine only, with a loopback host name.
        LOOPBACK
    }

    /// Whether a route may be called from there, whatever the method.
    boolean reaches(HttpServletRequest request, Reach reach) {
        return rules.stream()
                .anyMatch(rule -> rule.reach() == reach && rule.path().matches(request));
    }

    /// Collects rules in order.
    public static final class Builder {
        private final List<Rule> rules = new ArrayList<>();

        private Builder() {}

        /// For anyone, without a token.
        public Builder open(@Nullable HttpMethod method, String... patterns) {
            return add(method, null, patterns);
        }

        public Builder open(String... patterns) {
            return add(null, null, patterns);
        }

        /// For anyone with the signed link: without a token, and whatever `Origin` the browser sends. A page with
        /// `Referrer-Policy: no-referrer` posts its forms with `Origin: null`.
        public Builder signedLink(@Nullable HttpMethod method, String... patterns) {
            return add(method, null, Reach.EVERYWHERE, patterns);
        }

        /// For anyone on this machine; for endpoints of local mode only. The `Host` header must be a loopback name.
        /// Otherwise a page of another site could read them after it changed its DNS entry to 127.0.0.1 (DNS
        /// rebinding).
        public Builder loopback(@Nullable HttpMethod method, String... patterns) {
            return add(method, null, Reach.LOOPBACK, patterns);
        }

        /// For every valid token.
        public Builder user(@Nullable HttpMethod method, String... patterns) {
            return add(method, Role.USER, patterns);
        }

        public Builder user(String... patterns) {
            return add(null, Role.USER, patterns);
        }

        /// For product services and Carillon's own.
        public Builder service(@Nullable HttpMethod method, String... patterns) {
            return add(method, Role.SERVICE, patterns);
        }

        public Builder service(String... patterns) {
            return add(null, Role.SERVICE, patterns);
        }

        /// For support and admins.
        public Builder support(@Nullable HttpMethod method, String... patterns) {
            return add(method, Role.SUPPORT, patterns);
        }

        public Builder support(String... patterns) {
            return add(null, Role.SUPPORT, patterns);
        }

        public Builder admin(@Nullable HttpMethod method, String... patterns) {
            return add(method, Role.ADMIN, patterns);
        }

        public Builder admin(String... patterns) {
            return add(null, Role.ADMIN, patterns);
        }

        public AccessRules build() {
            return new AccessRules(rules);
        }

        private Builder add(@Nullable HttpMethod method, @Nullable Role role, String... patterns) {
            return add(method, role, Reach.ALLOWED_ORIGINS, patterns);
        }

        private Builder add(
                @Nullable HttpMethod method, @Nullable Role role, Reach reach, String... patterns) {
            for (String pattern : patterns) {
                rules.add(new Rule(method, pattern, role, reach));
            }
            return this;
        }
    }
}
