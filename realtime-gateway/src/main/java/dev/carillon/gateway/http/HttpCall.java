package dev.carillon.gateway.http;

import dev.carillon.platform.security.Caller;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request, as far as its route needs it.
///
/// @param variable what stood in the path at the template's variable
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

    /// Without query and headers, which may hold a secret.
    @Override
    public String toString() {
        return method + " " + path;
    }

    /// Who calls, and until when the token that says so is good.
    record Authenticated(Caller caller, Instant tokenExpiresAt) {}
}
