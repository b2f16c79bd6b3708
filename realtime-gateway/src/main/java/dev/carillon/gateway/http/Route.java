package dev.carillon.gateway.http;

import dev.carillon.platform.security.Role;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One route of the public port.
///
/// @param template a path, of which the last segment may be a variable in braces
/// @param role that the caller needs; null for everyone, without a token
/// @param parameters the query parameters that it has; every other is refused
record Route(
        HttpMethod method,
        String template,
        @Nullable Role role,
        Set<String> parameters,
        Endpoint endpoint) {
    /// What answers; on a virtual thread, so it may block.
    @FunctionalInterface
    interface Endpoint {
        /// @param caller null on routes for everyone
        HttpAnswer answer(HttpCall call, HttpCall.@Nullable Authenticated caller);
    }

    /// What stands at the template's variable (empty without one), or null when the path is another.
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
