package dev.carillon.gateway.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/// Decodes requests. A request with both Transfer-Encoding and Content-Length is malformed: Netty would ignore the
/// length and read on, while a proxy in front may use the length, so the two would disagree on where the next request
/// begins (request smuggling).
final class RequestDecoder extends HttpRequestDecoder {
    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int INITIAL_BUFFER = 256;

    RequestDecoder() {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(MAX_LINE)
                        .setMaxHeaderSize(MAX_HEADERS)
                        .setInitialBufferSize(INITIAL_BUFFER));
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException(
                "a request must not have both Transfer-Encoding and Content-Length");
    }
}
