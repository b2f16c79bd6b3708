package dev.carillon.drive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Generates HTTP requests that clients should not send: bad URLs, headers, bodies and framing, each for an existing
/// route. They are bytes, because no HTTP client would send them. The same seed generates the same requests.
///
/// Every request is complete, so a server that waits for more data hangs and thereby fails the test.
public final class OddRequests {
    /// Part of everything that a request contains besides its route. It must never appear in a log.
    public static final String SECRET = "s3cret-of-a-caller";

    private static final List<String> METHODS =
            List.of(
                    "GET",
                    "GET",
                    "GET",
                    "HEAD",
                    "POST",
                    "POST",
                    "PUT",
                    "PATCH",
                    "DELETE",
                    "OPTIONS",
                    "CONNECT",
                    "TRACE",
                    "PROPFIND",
                    "get",
                    "PRI",
                    "FOO",
                    "M-SEARCH",
                    "G@T");
    private static final List<String> SEGMENTS =
            List.of(
                    SECRET,
                    "%zz",
                    "%",
                    "%2f",
                    "%2e%2e",
                    "..",
                    ".",
                    ";x=" + SECRET,
                    "%00",
                    "%0a",
                    "%ff",
                    "%C0%80",
                    "%ED%A0%80",
                    "a%2Fb",
                    "%5c",
                    "\\",
                    "é",
                    "€",
                    "%E2%82%AC",
                    "0",
                    "-1",
                    "a b",
                    "99999999999999999999",
                    "00000000-0000-0000-0000-000000000000",
                    "{id}",
                    "|",
                    "<",
                    "\"",
                    "%25",
                    "*",
                    ":",
                    "x".repeat(300),
                    "%u0041",
                    "null",
                    "0198a1b2-0000-7000-8000-000000000001");
    private static final List<String> QUERIES =
            List.of(
                    "category=%zz",
                    "=x",
                    "=",
                    "&",
                    "&&&",
                    "a",
                    "%",
                    "limit=" + SECRET,
                    "limit=-1",
                    "limit=99999999999999999999",
                    "limit=1&limit=2",
                    "limit=1e9",
                    "limit=%00",
                    "limit=",
                    "cursor=" + SECRET,
                    "cursor=%ff",
                    "cursor=%00",
                    "cursor=YzEuLTEuMS4xLjE",
                    "state=%0a",
                    "state=unread&state=read",
                    "from=yesterday",
                    "from=9999-99-99",
                    "since=+10000-01-01T00:00:00Z",
                    "event_id=%ED%A0%80",
                    "recipient=%00",
                    "recipient=" + SECRET,
                    "q=%E2%82%AC",
                    "a=b;c=d",
                    "?",
                    "??a=b",
                    "a[]=1",
                    "a[0]=1",
                    "a.b=c",
                    "class.module=x",
                    "tenant=other",
                    "%00=%00",
                    "a=é",
                    "\"=<",
                    "a=" + "x".repeat(3_000),
                    "a=" + "x".repeat(20_000),
                    "a=1&".repeat(600),
                    "#" + SECRET,
                    "ticket=" + SECRET,
                    "ticket=%zz",
                    "token=" + SECRET,
                    "category=" + SECRET + "&category=%");
    private static final List<String> HEADERS =
            List.of(
                    "Accept: */*",
                    "Accept: image/png",
                    "Accept: " + SECRET,
                    "Accept: a/b/c",
                    "Accept: */json",
                    "Accept: application/json;q=x",
                    "Accept: text/html",
                    "Accept: ,",
                    "Accept:",
                    "Accept: " + "a/b,".repeat(200),
                    "Accept-Language: " + SECRET,
                    "Accept-Language: *;q=2",
                    "Accept-Encoding: gzip",
                    "Accept-Charset: x",
                    "Origin: null",
                    "Origin: " + SECRET,
                    "Origin: https://evil.example",
                    "Authorization: Bearer " + SECRET,
                    "Authorization: Basic " + SECRET,
                    "Authorization: Bearer",
                    "Authorization:",
                    "Authorization: Bearer a b",
                    "Cookie: " + SECRET,
                    "Cookie: a=\"" + SECRET + "; =; ;;",
                    "Cookie: a=\u0001" + SECRET,
                    "Range: bytes=5-1",
                    "Range: bytes=0-0,1-1",
                    "Range: x",
                    "If-None-Match: " + SECRET,
                    "If-None-Match: *",
                    "If-Modified-Since: " + SECRET,
                    "Idempotency-Key: " + SECRET,
                    "Idempotency-Key: é",
                    "Idempotency-Key: " + "k".repeat(2_000),
                    "traceparent: " + SECRET,
                    "Last-Event-ID: " + SECRET,
                    "X-Forwarded-For: " + SECRET,
                    "X-Forwarded-Proto: " + SECRET,
                    "X-Forwarded-Host: " + SECRET,
                    "X-Forwarded-Port: 99999999",
                    "X-HTTP-Method-Override: DELETE",
                    "Expect: 100-continue",
                    "Expect: " + SECRET,
                    "Upgrade: h2c",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Key: " + SECRET,
                    "Sec-WebSocket-Version: 7",
                    "Sec-WebSocket-Protocol: " + SECRET,
                    "TE: gzip",
                    "Trailer: x",
                    "Content-Encoding: gzip",
                    "Content-Encoding: " + SECRET,
                    "Content-Encoding: identity",
                    "Content-Language: x",
                    "Host: " + SECRET,
                    "Host: a b",
                    "Host:",
                    "Bad Name: " + SECRET,
                    "no-colon-" + SECRET,
                    ": " + SECRET,
                    " folded: " + SECRET,
                    "X-Nul: a\u0000" + SECRET,
                    "X-Large: " + "x".repeat(9_000),
                    "X-Larger: " + "x".repeat(70_000),
                    "Content-Length: 5",
                    "Content-Length: -5",
                    "Content-Length: " + SECRET,
                    "Content-Length: 1, 1",
                    "Transfer-Encoding: gzip",
                    "Transfer-Encoding: " + SECRET,
                    "Transfer-Encoding: chunked, gzip",
                    "Transfer-Encoding: identity");
    private static final List<String> TYPES =
            List.of(
                    "application/json",
                    "application/json",
                    "application/json",
                    "application/json; charset=utf-16",
                    "application/json;charset=" + SECRET,
                    "application/json; charset=",
                    "*/*",
                    "application/*",
                    "*",
                    SECRET,
                    "a/b/c",
                    "",
                    "text/plain",
                    "text/xml",
                    "multipart/form-data",
                    "multipart/form-data; boundary=",
                    "multipart/form-data; boundary=x",
                    "multipart/mixed",
                    "application/x-www-form-urlencoded",
                    "application/merge-patch+json",
                    "application/problem+json",
                    "application/octet-stream",
                    "APPLICATION/JSON",
                    "application/json, text/plain",
                    "application/json;;");
    private static final List<String> BODIES =
            List.of(
                    "",
                    "{}",
                    "[]",
                    "null",
                    "true",
                    "1e400",
                    "-0",
                    "\"" + SECRET + "\"",
                    "{",
                    "{\"a\":",
                    "]",
                    "{\"a\":1}}",
                    "{\"" + SECRET + "\": 1}",
                    "{\"recipients\": [\"" + SECRET + "\"]}",
                    "{\"ids\": {}}",
                    "{\"recipients\": \"\\u0000\"}",
                    "{\"title\": \"\\ud800\", \"recipients\": [\"a\"]}",
                    "{\"channels\": {\"email\": 1e999}}",
                    "{\"a\": 1, \"a\": 2}",
                    "{\"upto\": 99999999999999999999}",
                    "{\"display_name\": \"a\\u0000b\"}",
                    "{\"email\": \"\\u0000@a.example\"}",
                    "{\"time_zone\": \"\\u0000\"}",
                    "{\"state\": \"read\", \"ids\": [\"\\u0000\"]}",
                    "{\"action\": \"\\u0000\"}",
                    "{\"recipient\": \"a\\u0000\"}",
                    "[".repeat(5_000),
                    "{\"a\":".repeat(5_000),
                    "[".repeat(600) + "]".repeat(600),
                    "{\"a\": " + "9".repeat(5_000) + "}",
                    "{\"a\": \"" + "x".repeat(70_000) + "\"}",
                    "a=b&=c&%zz",
                    "action=%00",
                    "List-Unsubscribe=One-Click",
                    "--x\r\nContent-Disposition: form-data\r\n\r\n" + SECRET + "\r\n--x--\r\n",
                    "\u00ff\u00fe{\u0000}\u0000",
                    "\u00c0\u0080",
                    "{\"a\": \"\u00ed\u00a0\u0080\"}",
                    "{\"a\": \"\u00ff\"}",
                    "\u00ef\u00bb\u00bf{}",
                    "\u001f\u008b\b\u0000");

    private final Random random;
    private final List<String> routes;
    private final List<String> tokens;

    /// @param routes such as `/api/v1/types/{key}`; path variables are replaced
    /// @param tokens bearer tokens of all roles
    public OddRequests(long seed, List<String> routes, List<String> tokens) {
        this.random = new Random(seed);
        this.routes = List.copyOf(routes);
        this.tokens = List.copyOf(tokens);
    }

    /// @param method as sent
    /// @param bytes the complete request
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Odd(String method, byte[] bytes) {
        /// The request line, without parts that a failed test does not need to print.
        @Override
        public String toString() {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return text.length() > 1_500 ? text.substring(0, 1_500) + "…" : text;
        }
    }

    /// The next request. Most have one fault only, so that it does not hide another one.
    public Odd next() {
        String method =
                chance(4) ? any(METHODS) : any(List.of("GET", "POST", "PUT", "PATCH", "DELETE"));
        String path = any(routes);
        while (path.contains("{")) {
            String odd = chance(2) ? "00000000-0000-0000-0000-000000000001" : any(SEGMENTS);
            path =
                    path.substring(0, path.indexOf('{'))
                            + odd.replace("{", "%7B")
                            + path.substring(path.indexOf('}') + 1);
        }
        if (chance(12)) {
            path = oddPath(path);
        }
        if (chance(3)) {
            path += "?" + any(QUERIES) + (chance(4) ? "&" + any(QUERIES) : "");
        }
        List<String> headers = new ArrayList<>();
        for (int i = chance(2) ? 1 + random.nextInt(2) : 0; i > 0; i--) {
            headers.add(any(HEADERS));
        }
        if (!starts(headers, "Host:") && !chance(40)) {
            headers.add("Host: localhost");
        }
        if (!starts(headers, "Authorization:") && !chance(5)) {
            headers.add("Authorization: Bearer " + any(tokens));
        }
        if (!starts(headers, "Connection:")) {
            headers.add("Connection: close");
        }
        byte[] body = {};
        if ((!method.equals("GET") && !method.equals("HEAD"))
                || starts(headers, "Content-Length:")
                || starts(headers, "Transfer-Encoding:")
                || chance(10)) {
            headers.add("Content-Type: " + any(TYPES));
            body = body(headers);
        }
        String version =
                chance(40)
                        ? any(List.of("HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "http/1.1", "HTTP/1", ""))
                        : "HTTP/1.1";
        return new Odd(method, bytes(method + " " + path + " " + version, headers, body));
    }

    private String oddPath(String path) {
        return switch (random.nextInt(9)) {
            case 0 -> "/" + path;
            case 1 -> path + "/";
            case 2 -> path + ";" + SECRET;
            case 3 -> path + "/" + any(SEGMENTS);
            case 4 -> path.replaceFirst("/", "/../");
            case 5 -> path.toUpperCase(java.util.Locale.ROOT);
            case 6 -> "http://localhost" + path;
            case 7 -> any(List.of("*", "localhost:80", "", "/%", "//", "/" + "x".repeat(10_000)));
            default -> path + any(List.of("%20", "%00", "%2f", ".json", "%3f", "\u00ff", "\t"));
        };
    }

    private byte[] body(List<String> headers) {
        byte[] body = any(BODIES).getBytes(StandardCharsets.ISO_8859_1);
        if (starts(headers, "Content-Length:") || starts(headers, "Transfer-Encoding:")) {
            return "12345".getBytes(StandardCharsets.ISO_8859_1);
        }
        if (chance(5)) {
            headers.add("Transfer-Encoding: chunked");
            if (chance(8)) {
                headers.add(any(List.of("Transfer-Encoding: chunked", "Content-Length: 3")));
            }
            return chance(5) ? any(CHUNKS).getBytes(StandardCharsets.ISO_8859_1) : chunked(body);
        }
        headers.add("Content-Length: " + body.length);
        if (chance(30)) {
            headers.add("Content-Length: " + (chance(2) ? body.length : body.length + 1));
        }
        return body;
    }

    private static final List<String> CHUNKS =
            List.of(
                    "z\r\n\r\n0\r\n\r\n",
                    "-1\r\n\r\n0\r\n\r\n",
                    "ffffffffffffffffff\r\n{}\r\n0\r\n\r\n",
                    "2;" + SECRET + "\r\n{}\r\n0\r\n\r\n",
                    "2\r\n{}xx0\r\n\r\n",
                    "0\r\nX: " + SECRET + "\r\n\r\n",
                    "0\r\nBad Trailer\r\n\r\n",
                    "2\r\n{}\r\n0\r\nContent-Length: 5\r\n\r\n");

    private static byte[] chunked(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (body.length > 0) {
            out.writeBytes(
                    (Integer.toHexString(body.length) + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(body);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static byte[] bytes(String line, List<String> headers, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                (line + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static boolean starts(List<String> headers, String name) {
        return headers.stream().anyMatch(header -> header.startsWith(name));
    }

    private boolean chance(int ofMany) {
        return random.nextInt(ofMany) == 0;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
