package dev.carillon.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.platform.ServiceIT;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/// Routes for people, called over raw sockets, so that the test controls every header.
@ServiceIT
class PagesIT {
    private static final String PAGE = "content-type: text/html;charset=utf-8";
    private static final String PROBLEM = "content-type: application/problem+json";

    @LocalServerPort int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-None: 1",
                "Origin: null",
                "Origin: https://mail.example",
                "Origin: https://localhost",
                "Origin: rubbish",
                "Origin: null\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: app.example.com",
                "Origin: https://app.example.com\r\nX-Forwarded-Host: other.example, evil.example",
                "Origin: null\r\nX-Forwarded-Port: none\r\nX-Forwarded-For: unknown, _hidden",
                "Origin: null\r\nForwarded: for=\"_gazonk\";host=evil.example;proto=gopher",
            })
    void aSignedLinkWorksWhateverOriginAndProxyHeadersArrive(String headers) throws IOException {
        String form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n";
        assertThat(send("POST /link/t HTTP/1.1", "localhost", form + headers, "a=b"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(send("GET /link/t HTTP/1.1", "app.example.com", headers, ""))
                .startsWith("HTTP/1.1 200 ");
        assertThat(send("PUT /link/t HTTP/1.1", "localhost", headers, ""))
                .startsWith("HTTP/1.1 405 ");
    }

    @Test
    void otherRoutesRefuseForeignOriginsButNotTheirOwnBehindAProxyThatEndsTls() throws IOException {
        for (String origin : new String[] {"null", "https://evil.example", "https://localhost"}) {
            assertThat(send("GET /open HTTP/1.1", "localhost:8080", "Origin: " + origin, ""))
                    .startsWith("HTTP/1.1 403 ");
        }
        assertThat(
                        send(
                                "GET /open HTTP/1.1",
                                "app.example.com",
                                "Origin: https://app.example.com",
                                ""))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /link/t/more, 404, This link is incomplete",
        "GET /link, 404, This link is incomplete",
        "GET /link/%zz, 400, This link is incomplete",
        "GET /link/a%2Fb, 400, This link is incomplete",
        "DELETE /link/t, 405, doesn’t support that",
        "GET /page, 400, read this request",
        "GET /page?size=x, 400, read this request",
        "GET /page/nothing, 404, doesn’t exist",
        "GET /page/broken, 500, wrong on our end",
        "GET /page/busy, 503, temporarily unavailable",
    })
    void aFaultOfAPageIsAPage(String request, int status, String says) throws IOException {
        for (String accept : new String[] {"*/*", "application/json", "text/html"}) {
            assertThat(send(request + " HTTP/1.1", "localhost", "Accept: " + accept, ""))
                    .startsWith("HTTP/1.1 " + status + " ")
                    .containsIgnoringCase(PAGE)
                    .containsIgnoringCase("referrer-policy: no-referrer")
                    .contains(says, "prefers-color-scheme", "Open Carillon")
                    .doesNotContain("\"code\"", "secret internals");
        }
    }

    @Test
    void aPageThatIsSentTooMuchOrWithoutABodyThatItCanReadSaysSo() throws IOException {
        String large = "Content-Type: text/plain\r\nContent-Length: 99999999";
        assertThat(send("POST /link/t HTTP/1.1", "localhost", large, ""))
                .startsWith("HTTP/1.1 413 ")
                .containsIgnoringCase(PAGE);
    }

    @Test
    void aFaultSpeaksTheBrowsersLanguage() throws IOException {
        assertThat(
                        send(
                                "GET /link/t/more HTTP/1.1",
                                "localhost",
                                "Accept-Language: fr, de-CH;q=0.8, en;q=0.5",
                                ""))
                .contains("lang=\"de\"", "Dieser Link ist unvollständig", "Carillon öffnen");
        assertThat(send("GET /link/t/more HTTP/1.1", "localhost", "Accept-Language: ;;q=,=", ""))
                .contains("lang=\"en\"");
    }

    @Test
    void callersOfTheApiGetProblems() throws IOException {
        assertThat(send("GET /nowhere HTTP/1.1", "localhost", "Accept: */*", ""))
                .containsIgnoringCase(PROBLEM);
        assertThat(send("GET /api/v1/nowhere HTTP/1.1", "localhost", "Accept: text/html", ""))
                .containsIgnoringCase(PROBLEM);
        assertThat(send("GET /both?size=x HTTP/1.1", "localhost", "Accept: application/json", ""))
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase(PROBLEM);
        assertThat(send("GET /both?size=x HTTP/1.1", "localhost", "Accept: text/html,*/*", ""))
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase(PAGE);
    }

    @Test
    void aPersonWhoFollowsALinkToNowhereGetsAPage() throws IOException {
        assertThat(send("GET /acme/shop/7 HTTP/1.1", "localhost", "Accept: text/html,*/*", ""))
                .startsWith("HTTP/1.1 404 ")
                .containsIgnoringCase(PAGE)
                .contains("This page doesn’t exist");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "0.0.0.0",
                "192.168.0.7:8080",
                "[::2]",
            })
    void whatIsForThisMachineAnswersNoOtherHostName(String host) throws IOException {
        String forged = "X-Forwarded-Host: localhost\r\nOrigin: http://" + host;
        assertThat(send("GET /here HTTP/1.1", host, forged, ""))
                .startsWith("HTTP/1.1 403 ")
                .containsIgnoringCase(PROBLEM)
                .doesNotContain("\nhere");
        assertThat(send("GET /here/page HTTP/1.1", host, "Accept: text/html", ""))
                .startsWith("HTTP/1.1 403 ")
                .containsIgnoringCase(PAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:8080",
                "127.0.0.1",
                "127.0.0.1:1",
                "[::1]",
                "[::1]:9443"
            })
    void whatIsForThisMachineAnswersLoopbackNames(String host) throws IOException {
        assertThat(send("GET /here HTTP/1.1", host, "Accept: */*", "")).startsWith("HTTP/1.1 200 ");
    }

    private String send(String line, String host, String headers, String body) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            String request =
                    "%s\r\nHost: %s\r\n%s\r\nConnection: close\r\n\r\n%s"
                            .formatted(line, host, headers, body);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer.toLowerCase(Locale.ROOT)).contains("\r\n\r\n");
            return answer;
        }
    }
}
