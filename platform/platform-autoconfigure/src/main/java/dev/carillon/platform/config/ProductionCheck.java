package dev.carillon.platform.config;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/// Fails a production start that has a setting of local mode. Runs before any bean is created, so before the service
/// connects to a database, Kafka or Redis. It names all such settings at once, never their values.
final class ProductionCheck
        implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {
    /// @param fault the setting, and why it must not be used in production
    /// @param action what to do instead
    private record LocalOnly(
            Predicate<ConfigurableEnvironment> isSet, String fault, String action) {}

    private static final List<LocalOnly> SETTINGS =
            List.of(
                    new LocalOnly(
                            environment -> !text(environment, "carillon.security.secret").isEmpty(),
                            "carillon.security.secret is for carillon.mode=local only: in production"
                                    + " everyone who knows the secret could sign in as anyone",
                            "Remove carillon.security.secret (as an environment variable:"
                                    + " CARILLON_SECURITY_SECRET) and set carillon.security.issuer,"
                                    + " whose tokens the services accept."),
                    new LocalOnly(
                            environment ->
                                    text(environment, "carillon.security.issuer")
                                            .equalsIgnoreCase("carillon-local"),
                            "carillon.security.issuer=carillon-local is for carillon.mode=local"
                                    + " only: it is the issuer of tokens that local mode gives to"
                                    + " everyone",
                            "Set carillon.security.issuer to the issuer URL of your identity"
                                    + " provider."),
                    new LocalOnly(
                            environment ->
                                    Boolean.TRUE.equals(
                                            environment.getProperty(
                                                    "carillon.gateway.token-in-query",
                                                    Boolean.class)),
                            "carillon.gateway.token-in-query=true is for carillon.mode=local only:"
                                    + " tokens in URLs end up in the logs of proxies",
                            "Remove carillon.gateway.token-in-query; clients send a ticket, or the"
                                    + " token in Sec-WebSocket-Protocol."));

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        if (CarillonDefaults.isLocal(environment)) {
            return;
        }
        List<LocalOnly> found =
                SETTINGS.stream().filter(setting -> setting.isSet().test(environment)).toList();
        if (!found.isEmpty()) {
            throw new StartFailure(
                    found.stream().map(LocalOnly::fault).collect(Collectors.joining("; ")),
                    found.stream().map(LocalOnly::action).collect(Collectors.joining(" "))
                            + " On a development machine, set carillon.mode=local instead.");
        }
    }

    private static String text(ConfigurableEnvironment environment, String key) {
        String value = environment.getProperty(key);
        return value == null ? "" : value.strip();
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
