package dev.carillon.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.events.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class RequestBodyTest {
    private static final DataSize LIMIT = DataSize.ofBytes(3);
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void readsABodyUpToItsLimit() throws Exception {
        assertThat(RequestBody.read(body(3), LIMIT, LONG)).hasSize(3);
        assertThat(RequestBody.read(body(0), LIMIT, LONG)).isEmpty();
        assertFault(413, ErrorCode.TOO_LARGE, body(4), LONG);
    }

    @Test
    void givesABodySoMuchTimeHoweverOftenAByteComes() {
        assertFault(408, ErrorCode.REQUEST_TIMEOUT, body(3), Duration.ZERO);
    }

    @Test
    void givesUpABodyThatStopsComing() {
        InputStream stopped =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException(new SocketTimeoutException());
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        return read();
                    }
                };
        assertFault(408, ErrorCode.REQUEST_TIMEOUT, stopped, LONG);
    }

    @Test
    void knowsQueriesThatAreEncodedAsUrlsAre() {
        for (String query : List.of("", "a", "a=", "a=b&&c", "a=%C3%A9+x", "a=b=c", "a;b=c", "&")) {
            assertThat(UrlEncoding.isQuery(query)).as(query).isTrue();
        }
        for (String query :
                List.of(
                        "=x",
                        "a=%",
                        "a=%4",
                        "%zz",
                        "a=%ff",
                        "a=%C0%80",
                        "a=%ED%A0%80",
                        "a=%+4",
                        "&=")) {
            assertThat(UrlEncoding.isQuery(query)).as(query).isFalse();
        }
        assertThat(UrlEncoding.isQuery("a&".repeat(500))).isTrue();
        assertThat(UrlEncoding.isQuery("a&".repeat(501))).isFalse();
        assertThat(UrlEncoding.isQuery(null)).isTrue();
    }

    private static void assertFault(
            int status, ErrorCode code, InputStream body, Duration timeout) {
        assertThatThrownBy(() -> RequestBody.read(body, LIMIT, timeout))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        fault -> {
                            assertThat(fault.problem().status()).isEqualTo(status);
                            assertThat(fault.problem().code()).isEqualTo(code);
                        });
    }

    private static InputStream body(int bytes) {
        return new ByteArrayInputStream(new byte[bytes]);
    }
}
