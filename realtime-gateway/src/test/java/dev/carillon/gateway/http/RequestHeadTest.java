package dev.carillon.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1|Host: here",
                "GET / HTTP/1.1|Host: here.example:8080|Transfer-Encoding: Chunked",
                "GET / HTTP/1.1|Host: [::1]:80|Accept: a|Accept: b",
                "POST / HTTP/1.1|Host: 127.0.0.1|Content-Length: 0",
                "GET / HTTP/1.0",
                "FOO / HTTP/1.1|Host: here"
            })
    void accepts(String request) {
        assertThat(isValid(request)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "GET / HTTP/1.1|Host:",
                "GET / HTTP/1.1|Host: a b",
                "GET / HTTP/1.1|Host: here/there",
                "GET / HTTP/1.1|Host: user@here",
                "GET / HTTP/1.1|Host: here:port",
                "GET / HTTP/1.1|Host: here|Host: here",
                "GET / HTTP/1.1|Host: here|Host: there",
                "GET / HTTP/2.0|Host: here",
                "GET / HTTP/0.9|Host: here",
                "GET /|Host: here",
                "POST / HTTP/1.1|Host: here|Transfer-Encoding: chunked|Content-Length: 3",
                "POST / HTTP/1.1|Host: here|Content-Length: 3|Transfer-Encoding: chunked",
                "POST / HTTP/1.1|Host: here|Transfer-Encoding: chunked|Transfer-Encoding: chunked",
                "POST / HTTP/1.1|Host: here|Transfer-Encoding: chunked|Transfer-Encoding: gzip",
                "POST / HTTP/1.1|Host: here|Transfer-Encoding: chunked, chunked",
                "POST / HTTP/1.1|Host: here|Transfer-Encoding: gzip, chunked",
                "POST / HTTP/1.1|Host: here|Transfer-Encoding: gzip",
                "POST / HTTP/1.1|Host: here|Transfer-Encoding: xchunked",
                "POST / HTTP/1.1|Host: here|Transfer-Encoding:",
                "POST / HTTP/1.0|Transfer-Encoding: chunked",
                "POST / HTTP/1.1|Host: here|Content-Length: 3|Content-Length: 3",
                "POST / HTTP/1.1|Host: here|Content-Length: 3|Content-Length: 4",
                "POST / HTTP/1.1|Host: here|Content-Length: 3, 3",
                "POST / HTTP/1.1|Host: here|Content-Length: -1",
                "POST / HTTP/1.1|Host: here|Content-Length: +1",
                "POST / HTTP/1.1|Host: here|Content-Length: x",
                "GET / HTTP/1.1|Host: here|Authorization: Bearer a|Authorization: Bearer b",
                "GET / HTTP/1.1|Host: here|Origin: https://a|Origin: https://b",
                "GET / HTTP/1.1|Host: here|Sec-WebSocket-Key: a|Sec-WebSocket-Key: b",
                "GET / HTTP/1.1|Host: here|Sec-WebSocket-Version: 13|Sec-WebSocket-Version: 13",
                "GET / HTTP/1.1|Host: here|na me: a",
                "GET / HTTP/1.1|Host: here|name : a",
                "GET / HTTP/1.1|Host: here| folded: a",
                "GET / HTTP/1.1|Host: here|name: a\u0000b"
            })
    void refuses(String request) {
        assertThat(isValid(request)).isFalse();
    }

    /// As the pipeline decides it: by the decoder, then by the head's own rules.
    private static boolean isValid(String request) {
        EmbeddedChannel channel = new EmbeddedChannel(new RequestDecoder());
        try {
            channel.writeInbound(
                    Unpooled.copiedBuffer(
                            request.replace("|", "\r\n") + "\r\n\r\n",
                            StandardCharsets.ISO_8859_1));
            HttpRequest read = channel.readInbound();
            return read != null
                    && read.decoderResult().isSuccess()
                    && RequestHead.fault(read) == null;
        } finally {
            channel.finishAndReleaseAll();
        }
    }
}
