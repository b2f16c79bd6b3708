package dev.carillon.gateway.http;

import dev.carillon.events.ErrorCode;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The WebSocket handshake of RFC 6455.
final class Handshake {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private Handshake() {}

    /// What is wrong with the request; null if it is a valid WebSocket handshake.
    static @Nullable HttpAnswer fault(HttpCall call) {
        var headers = call.headers();
        if (!call.method().equals(HttpMethod.GET)
                || !headers.containsValue(
                        HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                || !headers.containsValue(
                        HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            return HttpAnswer.fault(
                            ErrorCode.UPGRADE_REQUIRED,
                            "this endpoint is a WebSocket: connect with ws:// or wss://")
                    .with("upgrade", "websocket")
                    .with("connection", "upgrade");
        }
        if (!"13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return HttpAnswer.fault(ErrorCode.UPGRADE_REQUIRED, "sec-websocket-version must be 13")
                    .with("sec-websocket-version", "13");
        }
        return isKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY))
                ? null
                : HttpAnswer.fault(
                        ErrorCode.BAD_REQUEST, "sec-websocket-key must be 16 bytes in base64");
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static FullHttpResponse accept(HttpCall call, @Nullable String subprotocol) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.SWITCHING_PROTOCOLS,
                        Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(
                        HttpHeaderNames.SEC_WEBSOCKET_ACCEPT,
                        answerTo(call.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY)));
        if (subprotocol != null) {
            response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, subprotocol);
        }
        return response;
    }

    private static String answerTo(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-1", e);
        }
    }
}
