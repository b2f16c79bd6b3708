package dev.carillon.gateway.http;

import dev.carillon.events.ErrorCode;
import dev.carillon.platform.web.AllowedOrigins;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/// Cross-origin access: pages of the origins on the allow-list, compared exactly.
final class Cors {
    private final AllowedOrigins origins;

    Cors(AllowedOrigins origins) {
        this.origins = origins;
    }

    void apply(@Nullable String origin, HttpHeaders headers) {
        headers.add(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
        if (origin != null && origins.contains(origin)) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After");
        }
    }

    HttpAnswer preflight(@Nullable String origin) {
        if (origin == null || !origins.contains(origin)) {
            return HttpAnswer.fault(ErrorCode.FORBIDDEN, "the origin is not allowed");
        }
        return HttpAnswer.empty(204)
                .with("access-control-allow-methods", "GET, POST, DELETE")
                .with("access-control-allow-headers", "authorization, content-type, traceparent")
                .with("access-control-max-age", "600");
    }
}
