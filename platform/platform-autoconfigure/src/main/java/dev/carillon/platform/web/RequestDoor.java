package dev.carillon.platform.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/// A load shedder in front of all other work on a request, when only its route is known. A refusal must cost less than
/// authentication; otherwise a flood arrives faster than it can be refused. It refuses requests to service-only routes
/// while the services' bulkhead is full. It also refuses requests beyond the limit, except for a few that the reserve
/// threads serve and that are not for services.
final class RequestDoor extends ValveBase {
    /// The number of reserve threads that only refuse.
    static final int REFUSING = 2;

    private final RequestGate gate;
    private final RequestGate.Routes routes;
    private final Duration bodyTimeout;
    private final Places reserve = new Places(RequestThreads.RESERVE - REFUSING, 0);

    RequestDoor(RequestGate gate, RequestGate.Routes routes, Duration bodyTimeout) {
        super(true);
        this.gate = gate;
        this.routes = routes;
        this.bodyTimeout = bodyTimeout;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (response.isError() || request.isAsyncDispatching()) {
            // not a readable request, or one that already passed
            getNext().invoke(request, response);
            return;
        }
        pass(
                request,
                response,
                () -> getNext().invoke(request, response),
                () -> dropLateBody(request, response),
                () -> isHere(request));
        if (response.getStatus() < 400 || !RequestBody.isLeft(request)) {
            return;
        }
        if (RequestThreads.isReserve()) {
            dropLateBody(request, response);
        } else if (response.getStatus() == 408 || !skipBody(request)) {
            // the server would read the rest, however long it takes to arrive
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    /// Reads the rest of a refused body, so that the connection can be reused; returns false if it does not end in
    /// time. The servlet stream is already closed.
    private boolean skipBody(Request request) {
        long begun = System.nanoTime();
        SkippedBytes skipped = new SkippedBytes();
        try {
            while (request.getCoyoteRequest().doRead(skipped) >= 0) {
                if (System.nanoTime() - begun > bodyTimeout.toNanos()) {
                    return false;
                }
            }
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private static final class SkippedBytes implements ApplicationBufferHandler {
        private @Nullable ByteBuffer bytes;

        @Override
        public void setByteBuffer(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public @Nullable ByteBuffer getByteBuffer() {
            return bytes;
        }

        @Override
        public void expand(int size) {
            // Tomcat passes its own buffers
        }
    }

    /// @param drop discards the body of a request that a reserve thread refuses
    /// @param bodyIsHere whether the whole body has arrived; a reserve thread does not wait for one
    void pass(
            HttpServletRequest request,
            HttpServletResponse response,
            RequestGate.Work work,
            RequestGate.Work drop,
            BooleanSupplier bodyIsHere)
            throws IOException, ServletException {
        boolean begun = RequestThreads.begin();
        try {
            boolean inReserve = !begun || RequestThreads.isReserve();
            boolean hasRoom = begun && gate.hasRoomForServices();
            if (!hasRoom && routes.areForServices(request)) {
                refuse(gate.services(), request, response, inReserve ? drop : () -> {});
            } else if (inReserve) {
                inReserve(request, response, work, drop, bodyIsHere);
            } else {
                RequestThreads.admitted();
                work.go();
            }
        } finally {
            RequestThreads.end();
        }
    }

    private void inReserve(
            HttpServletRequest request,
            HttpServletResponse response,
            RequestGate.Work work,
            RequestGate.Work drop,
            BooleanSupplier bodyIsHere)
            throws IOException, ServletException {
        if (!bodyIsHere.getAsBoolean() || !reserve.takeNow(1)) {
            refuse(gate.all(), request, response, drop);
            return;
        }
        try {
            RequestThreads.admitted();
            work.go();
        } finally {
            reserve.give(1);
        }
    }

    private void refuse(
            RequestGate.Lane lane,
            HttpServletRequest request,
            HttpServletResponse response,
            RequestGate.Work drop)
            throws IOException, ServletException {
        drop.go();
        gate.refuse(lane, request, response);
    }

    /// After the answer, the server would read the rest of a body, however long it takes, so that the connection can be
    /// reused. A reserve thread must not wait for that: it closes the connection.
    private static void dropLateBody(Request request, Response response) {
        if (!isHere(request)) {
            response.setHeader("Connection", "close");
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    private static boolean isHere(Request request) {
        long length = request.getContentLengthLong();
        if (length < 0) {
            return request.getHeader("Transfer-Encoding") == null;
        }
        if (length == 0) {
            return true;
        }
        org.apache.coyote.Request read = request.getCoyoteRequest();
        read.action(ActionCode.AVAILABLE, true); // reads what has arrived, without waiting
        return read.getAvailable() >= length;
    }
}
