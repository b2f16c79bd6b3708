package dev.carillon.test;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/// Adds the servers' addresses to the environment of a test's context, before anything reads it.
final class EmbeddedServersEnvironment implements EnvironmentPostProcessor, Ordered {
    private static final String TEST_PROPERTIES = "Inlined Test Properties";

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        WithEmbeddedServers wanted = EmbeddedServersListener.wanted();
        if (wanted == null) {
            return;
        }
        MapPropertySource source = new MapPropertySource("embeddedServers", properties(wanted));
        MutablePropertySources sources = environment.getPropertySources();
        if (sources.contains(TEST_PROPERTIES)) {
            sources.addAfter(TEST_PROPERTIES, source);
        } else {
            sources.addFirst(source);
        }
    }

    private static Map<String, Object> properties(WithEmbeddedServers wanted) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("carillon.mode", "local");
        properties.put("carillon.port", "0");
        properties.put("carillon.management-port", "0");
        properties.put("carillon.security.secret", TestTokens.SECRET);
        properties.put("carillon.links.secret", TestTokens.LINKS_SECRET);
        properties.put(
                "carillon.kafka.bootstrap-servers", EmbeddedServers.kafka().bootstrapServers());
        properties.put(
                "carillon.kafka.topic-prefix",
                "t" + UUID.randomUUID().toString().substring(0, 8) + ".");
        properties.put("carillon.redis.url", EmbeddedServers.redis().url());
        if (!wanted.schema().isEmpty()) {
            EmbeddedServers.FreshDatabase database = EmbeddedServers.freshDatabase(wanted.schema());
            properties.put("spring.datasource.url", database.url());
            properties.put("spring.datasource.username", database.username());
            properties.put("spring.datasource.password", database.password());
        }
        return properties;
    }
}
