package dev.carillon.platform.urls;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Base URLs of the five services, without a trailing slash. In local mode, those that are not set are the default
/// ports.
public final class CarillonUrls {
    private final Settings settings;
    private final @Nullable URI publicUrl;

    CarillonUrls(Settings settings, @Nullable URI publicUrl) {
        this.settings = settings;
        this.publicUrl = publicUrl;
    }

    /// @throws IllegalStateException when `carillon.urls.api` is not set
    public URI api() {
        return required("carillon.urls.api", settings.api);
    }

    /// @throws IllegalStateException when `carillon.urls.processor` is not set
    public URI processor() {
        return required("carillon.urls.processor", settings.processor);
    }

    /// @throws IllegalStateException when `carillon.urls.email` is not set
    public URI email() {
        return required("carillon.urls.email", settings.email);
    }

    /// @throws IllegalStateException when `carillon.urls.gateway` is not set
    public URI gateway() {
        return required("carillon.urls.gateway", settings.gateway);
    }

    /// @throws IllegalStateException when `carillon.urls.digest` is not set
    public URI digest() {
        return required("carillon.urls.digest", settings.digest);
    }

    /// The base URL of links in mails: `carillon.public-url`.
    ///
    /// @throws IllegalStateException when it is not set
    public URI publicUrl() {
        return required("carillon.public-url", publicUrl);
    }

    /// The public URL, or a URL of [Settings], for callers that work without it.
    public Optional<URI> publicUrlIfSet() {
        return Optional.ofNullable(publicUrl);
    }

    private static URI required(String key, @Nullable URI url) {
        if (url == null) {
            throw new IllegalStateException(key + " must be set");
        }
        return url;
    }

    /// `carillon.urls.…`: the base URLs at which services call each other.
    ///
    /// @param api the URL of notification-api; locally `http://localhost:8080`
    /// @param processor the URL of notification-processor; locally `http://localhost:8081`
    /// @param email the URL of email-service; locally `http://localhost:8082`
    /// @param gateway the URL of realtime-gateway; locally `http://localhost:8083`
    /// @param digest the URL of digest-scheduler; locally `http://localhost:8084`
    @ConfigurationProperties("carillon.urls")
    public record Settings(
            @Nullable URI api,
            @Nullable URI processor,
            @Nullable URI email,
            @Nullable URI gateway,
            @Nullable URI digest) {}
}
