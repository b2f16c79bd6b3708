package dev.carillon.platform.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// Adds the platform's defaults with the lowest precedence. A default imported with `spring.config.import` would
/// override the service's own file.
public final class CarillonDefaults implements EnvironmentPostProcessor, Ordered {
    /// The name of the property source.
    static final String SOURCE = "carillonDefaults";

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        boolean local = isLocal(environment);
        ports(environment, defaults);
        web(defaults, local);
        kafka(environment, defaults, local);
        database(defaults, local);
        observability(environment, defaults, local);
        environment.getPropertySources().addLast(new MapPropertySource(SOURCE, defaults));
    }

    static boolean isLocal(ConfigurableEnvironment environment) {
        String mode = environment.getProperty("carillon.mode");
        return mode != null && mode.strip().equalsIgnoreCase("local");
    }

    /// Runs after the configuration files were read.
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    private static void ports(ConfigurableEnvironment environment, Map<String, Object> defaults) {
        String port = environment.getProperty("carillon.port");
        if (port == null) {
            return;
        }
        defaults.put("server.port", port);
        String management = environment.getProperty("carillon.management-port");
        if (management == null) {
            management = portAfter(port);
            defaults.put("carillon.management-port", management);
        }
        defaults.put("management.server.port", management);
    }

    private static String portAfter(String port) {
        try {
            int number = Integer.parseInt(port.strip());
            return String.valueOf(number == 0 ? 0 : number + 1000);
        } catch (NumberFormatException notANumber) {
            return port; // the binding of carillon.port reports the fault
        }
    }

    private static void web(Map<String, Object> defaults, boolean local) {
        if (local) {
            defaults.put("server.address", "127.0.0.1");
            defaults.put("management.server.address", "127.0.0.1");
        }
        // behind an ingress (trusted if its address is private), this gives the browser's own
        // origin
        defaults.put("server.forward-headers-strategy", "native");
        defaults.put("server.tomcat.remoteip.host-header", "X-Forwarded-Host");
        defaults.put("server.shutdown", "graceful");
        defaults.put("server.error.whitelabel.enabled", "false");
        // larger than every body limit, so that a body that is too large gets a 413 and not a reset
        // connection
        defaults.put("server.tomcat.max-swallow-size", "64MB");
        // an idle connection costs about 20 KB; further connections wait in the kernel
        defaults.put("server.tomcat.max-connections", "2000");
        // a caller that the kernel rejects gets no answer, and TCP retries after 1, 3 and 7 s
        defaults.put("server.tomcat.accept-count", "1000");
        defaults.put("server.tomcat.connection-timeout", "20s");
        defaults.put("server.tomcat.keep-alive-timeout", "60s");
        defaults.put("spring.lifecycle.timeout-per-shutdown-phase", "10s");
        defaults.put("spring.threads.virtual.enabled", "true");
        defaults.put("spring.main.banner-mode", "off");
        defaults.put("spring.mvc.problemdetails.enabled", "false");
        // no endpoint uses either, and both would read a body before the request passed the limits
        defaults.put("spring.servlet.multipart.enabled", "false");
        defaults.put("spring.mvc.formcontent.filter.enabled", "false");
        defaults.put("spring.jpa.open-in-view", "false");
    }

    private static void kafka(
            ConfigurableEnvironment environment, Map<String, Object> defaults, boolean local) {
        String servers = environment.getProperty("carillon.kafka.bootstrap-servers");
        if (servers == null) {
            servers = local ? "localhost:19092" : "localhost:9092";
        }
        defaults.put("spring.kafka.bootstrap-servers", servers);
        defaults.put("spring.kafka.consumer.properties.group.protocol", "consumer");
        defaults.put("spring.kafka.consumer.auto-offset-reset", "earliest");
        defaults.put("spring.kafka.consumer.enable-auto-commit", "false");
        defaults.put("spring.kafka.consumer.max-poll-records", "500");
        // a consumer's buffers and one poll must fit into a small heap; a single larger record is
        // still delivered
        defaults.put("spring.kafka.consumer.properties.max.partition.fetch.bytes", "524288");
        defaults.put("spring.kafka.consumer.properties.fetch.max.bytes", "4194304");
        defaults.put("spring.kafka.consumer.isolation-level", "read_committed");
        defaults.put(
                "spring.kafka.consumer.value-deserializer",
                "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        defaults.put("spring.kafka.producer.acks", "all");
        defaults.put("spring.kafka.producer.properties.enable.idempotence", "true");
        defaults.put("spring.kafka.producer.properties.linger.ms", "1");
        defaults.put("spring.kafka.producer.buffer-memory", "16MB");
        defaults.put(
                "spring.kafka.producer.value-serializer",
                "org.apache.kafka.common.serialization.ByteArraySerializer");
        defaults.put("spring.kafka.listener.ack-mode", "batch");
        String redis = environment.getProperty("carillon.redis.url");
        if (redis != null) {
            defaults.put("spring.data.redis.url", redis);
        }
    }

    private static void database(Map<String, Object> defaults, boolean local) {
        defaults.put("spring.datasource.hikari.maximum-pool-size", local ? "5" : "10");
        defaults.put("spring.datasource.hikari.connection-timeout", "10000");
        // a stopped service must not hold row locks or run a statement that nobody waits for; some
        // servers cannot detect that a client is gone
        defaults.put(
                "spring.datasource.hikari.connection-init-sql",
                """
                set idle_in_transaction_session_timeout = '5s';
                do $$ begin
                    perform set_config('client_connection_check_interval', '10s', false);
                exception when others then null;
                end $$\
                """);
        // do not wait for the kernel's timeout when a server disappears without closing its
        // connections
        defaults.put("spring.datasource.hikari.data-source-properties.socketTimeout", "60");
        defaults.put("spring.datasource.hikari.data-source-properties.connectTimeout", "10");
        defaults.put("spring.datasource.hikari.data-source-properties.tcpKeepAlive", "true");
    }

    private static void observability(
            ConfigurableEnvironment environment, Map<String, Object> defaults, boolean local) {
        String service = environment.getProperty("carillon.service");
        if (service != null) {
            defaults.put("spring.application.name", service);
            defaults.put("management.metrics.tags.application", service);
        }
        if (environment.getProperty("carillon.logging.json", Boolean.class, !local)) {
            defaults.put("logging.structured.format.console", "logstash");
        }
        // each Kafka client would log its whole configuration, and one line for each attempt to
        // find a broker
        defaults.put("logging.level.org.apache.kafka.common.config.AbstractConfig", "warn");
        defaults.put("logging.level.org.apache.kafka.clients.Metadata", "warn");
        // without any broker the admin client would log this hundreds of times a second
        defaults.put(
                "logging.level.org.apache.kafka.clients.admin.internals.AdminMetadataManager",
                "warn");
        // these loggers print what a caller sent, which may contain a token; ProblemValve logs a
        // line without it
        defaults.put("logging.level.org.apache.coyote.http11.Http11Processor", "warn");
        defaults.put("logging.level.org.apache.tomcat.util.http", "warn");
        defaults.put("management.endpoints.web.exposure.include", "health,info,prometheus");
        defaults.put("management.endpoint.health.probes.enabled", "true");
        defaults.put("management.endpoint.health.show-details", "always");
        defaults.put("management.endpoint.health.validate-group-membership", "false");
        defaults.put("management.endpoint.health.group.liveness.include", "livenessState");
        defaults.put("management.endpoint.health.group.readiness.include", "*");
        defaults.put(
                "management.endpoint.health.group.readiness.exclude",
                "livenessState,diskSpace,ssl,ping,redis,mail,kafkaProducer,kafkaListeners,outbox");
    }
}
