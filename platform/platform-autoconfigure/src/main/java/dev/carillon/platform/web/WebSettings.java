package dev.carillon.platform.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// HTTP.
///
/// @param allowedOrigins pages of other origins that may call, exactly as browsers send them (`https://app.example.com`); none unless set, locally those of the API's port
/// @param maxBody the largest request body
/// @param maxBulkBody the largest body of a route that ends in `/bulk`
@ConfigurationProperties("carillon.web")
public record WebSettings(
        @Nullable List<String> allowedOrigins,
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("5MB") DataSize maxBulkBody) {
    public WebSettings {
        check("carillon.web.max-body", maxBody);
        check("carillon.web.max-bulk-body", maxBulkBody);
        for (String origin : allowedOrigins == null ? List.<String>of() : allowedOrigins) {
            if (!origin.matches("https?://[^/*\\s]+")) {
                throw new IllegalArgumentException(
                        "carillon.web.allowed-origins must hold origins such as"
                                + " https://app.example.com, without path or wildcard, but has "
                                + origin);
            }
        }
    }

    private static void check(String key, DataSize size) {
        if (size.toBytes() < 1024 || size.toMegabytes() > 50) {
            throw new IllegalArgumentException(key + " must be 1KB to 50MB, but is " + size);
        }
    }
}
