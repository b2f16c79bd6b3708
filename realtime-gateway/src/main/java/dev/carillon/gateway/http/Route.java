package dev.carillon.gateway.http;

import dev.carillon.platform.security.Role;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One route of the public port.
///
/// @param template a path, whose last segment may be a variable in braces
/// @param role that the caller needs; null if anyone may call it without a token
/// @param parameters the allowed query parameters; all others are refused
record Route(
        HttpMethod method,
        String template,
        @Nullable Role role,
        Set<String> parameters,
        Endpoint endpoint) {
    /// The code that answers a call. It runs on a virtual thread, so it may block.
    @FunctionalInterface
    interface Endpoint {
        /// @param caller null on routes without a role
        HttpAnswer answer(HttpCall call, HttpCall.@Nullable Authenticated caller);
    }

    /// The value of the template's variable (empty if it has none), or null when the path does not match.
    @Nullable String match(String path) {
        int brace = template.indexOf('{');
        if (brace < 0) {
            return template.equals(path) ? "" : null;
        }
        String prefix = template.substring(0, brace);
        String rest = path.startsWith(prefix) ? path.substring(prefix.length()) : "";
        return rest.isEmpty() || rest.contains("/") ? null : rest;
    }
}
