package dev.carillon.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The rules of RFC 9112 that Netty does not enforce.
final class RequestHead {
    /// Headers that may appear only once: a proxy and this server could each use a different value.
    private static final List<? extends CharSequence> ONCE =
            List.of(
                    HttpHeaderNames.HOST,
                    HttpHeaderNames.CONTENT_LENGTH,
                    HttpHeaderNames.TRANSFER_ENCODING,
                    HttpHeaderNames.CONTENT_TYPE,
                    HttpHeaderNames.AUTHORIZATION,
                    HttpHeaderNames.ORIGIN,
                    HttpHeaderNames.SEC_WEBSOCKET_KEY,
                    HttpHeaderNames.SEC_WEBSOCKET_VERSION);

    /// A name, an IPv4 or a bracketed IPv6 address, with or without a port.
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._~%!$&'()*+,;=-]+|\\[[0-9A-Fa-f:.%]+])(:[0-9]{0,5})?");

    private RequestHead() {}

    /// What is wrong with a request, without quoting it; null if it is valid.
    static @Nullable String fault(HttpRequest request) {
        HttpHeaders headers = request.headers();
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return "the version must be HTTP/1.1";
        }
        for (CharSequence name : ONCE) {
            if (headers.getAll(name).size() > 1) {
                return "the header " + name + " appears twice";
            }
        }
        String host = headers.get(HttpHeaderNames.HOST);
        if (host == null ? version.equals(HttpVersion.HTTP_1_1) : !HOST.matcher(host).matches()) {
            return "the header host must name the server";
        }
        String coding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
        if (coding != null
                && (!HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding.strip())
                        || version.equals(HttpVersion.HTTP_1_0))) {
            return "the transfer coding must be chunked, in HTTP/1.1";
        }
        return null;
    }
}
