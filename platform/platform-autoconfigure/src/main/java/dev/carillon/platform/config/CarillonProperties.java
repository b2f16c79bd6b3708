package dev.carillon.platform.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The basic settings of every service.
///
/// @param mode `production` or `local`
/// @param service the service's name, such as `notification-api`; its `application.yaml` sets it
/// @param port the public port; each service has its own default
/// @param managementPort the port of health and metrics; default: public port + 1000
/// @param publicUrl the address that links in emails start with; locally the API's own URL
/// @param productName the product's name in emails and on the pages that they link to
@ConfigurationProperties("carillon")
public record CarillonProperties(
        @DefaultValue("production") CarillonMode mode,
        @Nullable String service,
        @Nullable Integer port,
        @Nullable Integer managementPort,
        @Nullable URI publicUrl,
        @DefaultValue("Carillon") String productName) {
    public CarillonProperties {
        checkPort("carillon.port", port);
        checkPort("carillon.management-port", managementPort);
    }

    /// The service's name; `carillon` if none is set (tests).
    public String serviceName() {
        return service == null ? "carillon" : service;
    }

    /// The CloudEvents source of the records that this service publishes: `carillon:/notification-api`.
    public String source() {
        return "carillon:/" + serviceName();
    }

    private static void checkPort(String key, @Nullable Integer port) {
        if (port != null && (port < 0 || port > 65535)) {
            throw new IllegalArgumentException(
                    key + " must be a port, 1 to 65535, or 0 for a free one, but is " + port);
        }
    }
}
