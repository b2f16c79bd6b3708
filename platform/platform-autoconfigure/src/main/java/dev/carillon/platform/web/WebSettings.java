package dev.carillon.platform.web;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// HTTP.
///
/// @param allowedOrigins origins of pages that may call the service, exactly as browsers send them
///     (`https://app.example.com`); default none. Locally the page at the API's port is always allowed too
/// @param maxBody the largest request body
/// @param maxBulkBody the largest body of a route that ends in `/bulk`
/// @param bodyTimeout how long a request body may take to arrive; then 408. Half of it without a byte ends it too
/// @param requests limits of concurrent requests
@ConfigurationProperties("carillon.web")
public record WebSettings(
        @Nullable List<String> allowedOrigins,
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("5MB") DataSize maxBulkBody,
        @DefaultValue("10s") Duration bodyTimeout,
        @DefaultValue Requests requests) {
    public WebSettings {
        check("carillon.web.max-body", maxBody);
        check("carillon.web.max-bulk-body", maxBulkBody);
        if (requests.bodies().compareTo(maxBulkBody) < 0
                || requests.bodies().compareTo(maxBody) < 0) {
            throw new IllegalArgumentException(
                    "carillon.web.requests.bodies must be at least the largest body, but is "
                            + requests.bodies());
        }
        if (bodyTimeout.toMillis() < 100 || bodyTimeout.toMinutes() > 10) {
            throw new IllegalArgumentException(
                    "carillon.web.body-timeout must be 100ms to 10m, but is " + bodyTimeout);
        }
        for (String origin : allowedOrigins == null ? List.<String>of() : allowedOrigins) {
            if (!origin.matches("https?://[^/*\\s]+")) {
                throw new IllegalArgumentException(
                        "carillon.web.allowed-origins must contain origins such as"
                                + " https://app.example.com, without path or wildcard, but has "
                                + origin);
            }
        }
    }

    /// How many requests a replica handles at once; excess requests are answered 429 `overloaded`.
    ///
    /// @param inFlight all requests that have started, including those that wait or whose token is being checked.
    ///     Must be larger than what all bulkheads run and let wait. Excess requests go to a small reserve, which
    ///     rejects those for services and serves a few others
    /// @param people running requests of people
    /// @param perPerson running and waiting requests of one person; further ones are answered 429
    /// @param services running requests of callers with the role `service`. Keep it below the size of the database
    ///     pool, so that people and Kafka records get connections too
    /// @param anonymous running requests of callers without a token: static files, signed links, webhooks
    /// @param waiting waiting requests, for each bulkhead (people, services, anonymous)
    /// @param maxWait how long a request waits until it may run
    /// @param reading requests whose body is still arriving, for each bulkhead; they do not count as running
    /// @param bodies bodies of services larger than 64 KB, all together. People, and callers without a token, have a
    ///     quarter of it each, at least one body of the largest size
    public record Requests(
            @DefaultValue("300") int inFlight,
            @DefaultValue("32") int people,
            @DefaultValue("16") int perPerson,
            @DefaultValue("4") int services,
            @DefaultValue("16") int anonymous,
            @DefaultValue("64") int waiting,
            @DefaultValue("1s") Duration maxWait,
            @DefaultValue("300") int reading,
            @DefaultValue("8MB") DataSize bodies) {
        public Requests {
            check("in-flight", inFlight, 1);
            check("people", people, 1);
            check("per-person", perPerson, 1);
            check("services", services, 1);
            check("anonymous", anonymous, 1);
            check("waiting", waiting, 0);
            check("reading", reading, 1);
            if (maxWait.isNegative() || maxWait.compareTo(Duration.ofSeconds(30)) > 0) {
                throw new IllegalArgumentException(
                        "carillon.web.requests.max-wait must be 0s to 30s, but is " + maxWait);
            }
        }

        private static void check(String key, int value, int least) {
            if (value < least || value > 10_000) {
                throw new IllegalArgumentException(
                        "carillon.web.requests.%s must be %d to 10000, but is %d"
                                .formatted(key, least, value));
            }
        }
    }

    private static void check(String key, DataSize size) {
        if (size.toBytes() < 1024 || size.toMegabytes() > 50) {
            throw new IllegalArgumentException(key + " must be 1KB to 50MB, but is " + size);
        }
    }
}
