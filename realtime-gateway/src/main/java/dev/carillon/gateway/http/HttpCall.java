package dev.carillon.gateway.http;

import dev.carillon.platform.security.Caller;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request, as its route needs it.
///
/// @param variable the value of the template's path variable
record HttpCall(
        HttpMethod method,
        String path,
        Map<String, List<String>> query,
        HttpHeaders headers,
        @Nullable String variable) {
    static HttpCall of(
            HttpMethod method, String uri, HttpHeaders headers, @Nullable String variable) {
        QueryStringDecoder decoder = new QueryStringDecoder(uri);
        return new HttpCall(method, decoder.path(), decoder.parameters(), headers, variable);
    }

    @Nullable String parameter(String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }

    /// Without query and headers, because they may contain secrets.
    @Override
    public String toString() {
        return method + " " + path;
    }

    /// The caller, and when the caller's token expires.
    record Authenticated(Caller caller, Instant tokenExpiresAt) {}
}
