package dev.carillon.gateway.http;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.ReceivedCursor;
import dev.carillon.gateway.protocol.CloseCode;
import dev.carillon.gateway.protocol.WebSocketFrames;
import dev.carillon.platform.security.Role;
import dev.carillon.platform.security.TokenKeysUnavailableException;
import dev.carillon.platform.security.Verification;
import dev.carillon.platform.web.ProblemException;
import dev.carillon.platform.web.Problems;
import dev.carillon.platform.web.QueryCheck;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers the requests of one connection, one after the other, until it is upgraded or closed.
///
/// A request must be answered within a deadline, which starts with the connection or with the answer before. So a
/// connection never stays in the [Lobby] for longer, however slowly its bytes arrive.
final class FrontDoor extends SimpleChannelInboundHandler<FullHttpRequest> {
    static final String SOCKET = "/api/v1/realtime/ws";
    private static final Set<String> SOCKET_PARAMETERS = Set.of("ticket", "token", "cursor");
    private static final Logger log = LoggerFactory.getLogger(FrontDoor.class);

    private final HttpContext http;
    private @Nullable Future<?> deadline;
    private boolean busy;
    private boolean head;
    private boolean answered;

    FrontDoor(HttpContext http) {
        this.http = http;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        restart(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        cancelDeadline();
    }

    private void restart(ChannelHandlerContext context) {
        cancelDeadline();
        long millis = http.settings().timing().handshake().toMillis();
        deadline =
                context.executor().schedule(() -> expire(context), millis, TimeUnit.MILLISECONDS);
    }

    private void cancelDeadline() {
        Future<?> running = deadline;
        if (running != null) {
            running.cancel(false);
        }
    }

    private void expire(ChannelHandlerContext context) {
        if (busy) {
            write(
                    context,
                    HttpAnswer.problem(
                            Problems.unavailable(
                                    Duration.ofSeconds(5), "the answer took too long")),
                    null,
                    false);
        } else if (answered) {
            var _ = context.close(); // idle, or too slow with a further request
        } else {
            write(
                    context,
                    HttpAnswer.fault(
                            ErrorCode.REQUEST_TIMEOUT, "the request did not arrive in time"),
                    null,
                    false);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (busy) {
            var _ = context.close(); // pipelined requests, which none of our clients sends
            return;
        }
        busy = true;
        head = request.method().equals(HttpMethod.HEAD);
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        String fault =
                request.decoderResult().isFailure()
                        ? "the request is not valid HTTP"
                        : RequestHead.fault(request);
        if (fault != null) {
            badRequest(context, fault);
            return;
        }
        HttpCall call;
        try {
            call = HttpCall.of(request.method(), request.uri(), request.headers(), null);
        } catch (IllegalArgumentException e) {
            badRequest(context, "the URL is not encoded correctly");
            return;
        }
        if (call.path().equals(SOCKET) && !call.method().equals(HttpMethod.OPTIONS)) {
            socket(context, call, keepAlive);
        } else {
            answer(context, call, request.uri(), keepAlive);
        }
    }

    // ---- HTTP

    private void answer(
            ChannelHandlerContext context, HttpCall call, String uri, boolean keepAlive) {
        String origin = call.headers().get(HttpHeaderNames.ORIGIN);
        if (call.method().equals(HttpMethod.OPTIONS)) {
            write(context, http.cors().preflight(origin), origin, keepAlive);
            return;
        }
        Route route = null;
        String variable = null;
        HttpMethod method = head ? HttpMethod.GET : call.method();
        TreeSet<String> allowed = new TreeSet<>();
        for (Route each : http.routes().all()) {
            String found = each.match(call.path());
            if (found != null && each.method().equals(method)) {
                route = each;
                variable = found.isEmpty() ? null : found;
            } else if (found != null) {
                allowed.add(each.method().name());
                if (each.method().equals(HttpMethod.GET)) {
                    allowed.add(HttpMethod.HEAD.name());
                }
            }
        }
        if (route == null) {
            write(context, noRoute(call, allowed), origin, keepAlive);
            return;
        }
        Route chosen = route;
        HttpCall routed = HttpCall.of(call.method(), uri, call.headers(), variable);
        http.workers()
                .execute(() -> {
                    HttpAnswer answer = answer(chosen, routed);
                    context.executor().execute(() -> write(context, answer, origin, keepAlive));
                });
    }

    private static HttpAnswer noRoute(HttpCall call, Set<String> allowed) {
        return allowed.isEmpty()
                ? Routes.unknown(call.path())
                : HttpAnswer.fault(
                                ErrorCode.METHOD_NOT_ALLOWED,
                                "the method must be " + String.join(" or ", allowed))
                        .with("allow", String.join(", ", allowed));
    }

    private HttpAnswer answer(Route route, HttpCall call) {
        try {
            QueryCheck.onlyKnown(call.query(), route.parameters());
            Role role = route.role();
            return role == null
                    ? route.endpoint().answer(call, null)
                    : authenticated(route, role, call);
        } catch (ProblemException problem) {
            return HttpAnswer.problem(problem);
        } catch (RuntimeException e) {
            log.error("{} failed", call, e);
            return HttpAnswer.fault(ErrorCode.INTERNAL, "something went wrong on our side");
        }
    }

    private HttpAnswer authenticated(Route route, Role role, HttpCall call) {
        String token = Credentials.bearer(call);
        if (token == null) {
            return unauthorized(ErrorCode.TOKEN_MISSING, "a bearer token is required");
        }
        try {
            return switch (http.tokens().verify(token)) {
                case Verification.Expired expired ->
                        unauthorized(ErrorCode.TOKEN_EXPIRED, "the token has expired");
                case Verification.Rejected rejected ->
                        unauthorized(ErrorCode.TOKEN_REJECTED, rejected.reason());
                case Verification.Accepted accepted when !accepted.caller().has(role) ->
                        throw Problems.forbidden("this needs the role " + role.key());
                case Verification.Accepted accepted ->
                        route.endpoint()
                                .answer(
                                        call,
                                        new HttpCall.Authenticated(
                                                accepted.caller(), accepted.expiresAt()));
            };
        } catch (TokenKeysUnavailableException e) {
            throw Problems.unavailable(
                    Duration.ofSeconds(5), "tokens cannot be checked at the moment");
        }
    }

    private static HttpAnswer unauthorized(ErrorCode code, String detail) {
        return HttpAnswer.fault(code, detail).with("www-authenticate", "Bearer");
    }

    private void badRequest(ChannelHandlerContext context, String detail) {
        log.info("Refused a request: {}", detail);
        write(context, HttpAnswer.fault(ErrorCode.BAD_REQUEST, detail), null, false);
    }

    private void write(
            ChannelHandlerContext context,
            HttpAnswer answer,
            @Nullable String origin,
            boolean keepAlive) {
        if (answered && !busy) {
            return; // the deadline has already answered it
        }
        busy = false;
        answered = true;
        restart(context);
        FullHttpResponse response = answer.response(head);
        http.cors().apply(origin, response.headers());
        HttpUtil.setKeepAlive(response, keepAlive);
        var written = context.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    // ---- WebSocket

    private void socket(ChannelHandlerContext context, HttpCall call, boolean keepAlive) {
        HttpAnswer fault = Handshake.fault(call);
        String origin = call.headers().get(HttpHeaderNames.ORIGIN);
        if (fault == null && origin != null && !http.origins().contains(origin)) {
            fault = HttpAnswer.problem(Problems.forbidden("the origin is not allowed"));
        }
        if (fault == null) {
            fault = faultOfQuery(call);
        }
        if (fault != null) {
            write(context, fault, null, keepAlive);
            return;
        }
        Credentials credentials = Credentials.of(call, http.settings().tokenInQuery());
        String text = call.parameter("cursor");
        ReceivedCursor cursor;
        try {
            cursor = text == null ? null : ReceivedCursor.parse(text);
        } catch (IllegalArgumentException e) {
            write(context, invalidCursor(String.valueOf(e.getMessage())), null, keepAlive);
            return;
        }
        http.workers()
                .execute(() -> {
                    Admissions.Decision decision = decide(credentials, cursor);
                    context.executor()
                            .execute(
                                    () -> decided(context, call, credentials, decision, keepAlive));
                });
    }

    private static @Nullable HttpAnswer faultOfQuery(HttpCall call) {
        try {
            QueryCheck.onlyKnown(call.query(), SOCKET_PARAMETERS);
            return null;
        } catch (ProblemException refused) {
            return HttpAnswer.problem(refused);
        }
    }

    private static HttpAnswer invalidCursor(String message) {
        return HttpAnswer.problem(
                Problems.badRequest(
                        ErrorCode.INVALID_CURSOR,
                        "cursor",
                        message,
                        "a cursor of the same person, from an answer or a frame"));
    }

    private Admissions.Decision decide(Credentials credentials, @Nullable ReceivedCursor cursor) {
        try {
            return http.admissions().decide(credentials, cursor);
        } catch (RuntimeException e) {
            log.error("A handshake failed unexpectedly", e);
            return new Admissions.Decision.Refused(CloseCode.STATE_UNKNOWN);
        }
    }

    private void decided(
            ChannelHandlerContext context,
            HttpCall call,
            Credentials credentials,
            Admissions.Decision decision,
            boolean keepAlive) {
        if (!context.channel().isActive() || !busy) {
            return; // the client is gone, or the deadline has already answered it
        }
        switch (decision) {
            case Admissions.Decision.Admitted(var admission) -> {
                upgrade(context, call, credentials);
                ChannelHandler opened = http.connections().open(context.channel(), admission);
                if (opened == null) {
                    refuse(context, CloseCode.OVERLOADED, CloseCode.OVERLOADED.reason());
                } else {
                    context.pipeline().addLast(opened);
                }
                context.pipeline().remove(this);
            }
            case Admissions.Decision.Refused(var code, var reason) -> {
                upgrade(context, call, credentials);
                refuse(context, code, reason);
                context.pipeline().remove(this);
            }
            case Admissions.Decision.AnothersCursor() ->
                    write(
                            context,
                            invalidCursor("cursor belongs to another recipient"),
                            null,
                            keepAlive);
        }
    }

    private void upgrade(ChannelHandlerContext context, HttpCall call, Credentials credentials) {
        var _ = context.writeAndFlush(Handshake.accept(call, credentials.selected()));
        ChannelPipeline pipeline = context.pipeline();
        HttpPipeline.removeHttp(pipeline);
        http.lobby().leave(context.channel());
        pipeline.addLast(new WebSocket13FrameDecoder(decoder()));
    }

    private void refuse(ChannelHandlerContext context, CloseCode code, String reason) {
        context.pipeline().addLast(new RefusedHandler());
        var _ =
                context.channel()
                        .writeAndFlush(WebSocketFrames.close(context.alloc(), code.code(), reason));
        http.refusals().increment(code);
    }

    private WebSocketDecoderConfig decoder() {
        return WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength((int) http.settings().connections().maxFrame().toBytes())
                .expectMaskedFrames(true)
                .allowMaskMismatch(false)
                .allowExtensions(false)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof java.io.IOException)) {
            // the message may quote the URL, and with it a ticket
            log.warn("A connection failed before its upgrade: {}", cause.getClass().getName());
        }
        var _ = context.close();
    }
}
