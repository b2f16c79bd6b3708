package dev.carillon.gateway.http;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.EventJson;
import dev.carillon.events.Problem;
import dev.carillon.platform.web.ProblemException;
import dev.carillon.platform.web.Problems;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer: status, headers, body.
@SuppressWarnings("ArrayRecordComponent") // never compared
record HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    HttpAnswer {
        headers = Map.copyOf(headers);
    }

    static HttpAnswer json(int status, Object value) {
        return new HttpAnswer(
                status,
                Map.of("content-type", "application/json", "cache-control", "no-store"),
                EventJson.write(value));
    }

    static HttpAnswer document(byte[] json) {
        return new HttpAnswer(200, Map.of("content-type", "application/json"), json);
    }

    static HttpAnswer empty(int status) {
        return new HttpAnswer(status, Map.of(), new byte[0]);
    }

    static HttpAnswer problem(Problem problem) {
        return new HttpAnswer(
                problem.status(),
                Map.of("content-type", "application/problem+json", "cache-control", "no-store"),
                EventJson.write(problem));
    }

    static HttpAnswer problem(ProblemException problem) {
        HttpAnswer answer = problem(problem.problem());
        return problem.retryAfter()
                .map(delay ->
                        answer.with("retry-after", String.valueOf(Math.max(1, delay.toSeconds()))))
                .orElse(answer);
    }

    /// An error without a field, with the status of its code.
    static HttpAnswer fault(ErrorCode code, String detail) {
        return problem(Problems.of(code, detail));
    }

    HttpAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpAnswer(status, more, body);
    }

    /// The answer as Netty writes it.
    ///
    /// @param head whether the request was HEAD: then the headers are the same and the body is empty
    FullHttpResponse response(boolean head) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(status),
                        head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        headers.forEach((name, value) -> response.headers().set(name, value));
        response.headers().set("x-content-type-options", "nosniff");
        if (status != 204) {
            HttpUtil.setContentLength(response, body.length);
        }
        return response;
    }
}
