package dev.carillon.gateway.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/// Reads requests. A request with both Transfer-Encoding and Content-Length is malformed: Netty would drop the length and read on,
/// while a proxy in front may have believed it, so the two would disagree on where the next request begins.
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
        throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
    }
}
