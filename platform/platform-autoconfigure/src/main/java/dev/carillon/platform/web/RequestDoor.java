package dev.carillon.platform.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/// In front of all that is done for a request, where only its route is known: refusing one has to cost less than finding out whose
/// it is, or a flood is refused more slowly than it comes. Refused are those that only services may call, while services have
/// no room; and what comes to the reserve of threads, but for a few that are not for services.
final class RequestDoor extends ValveBase {
    /// How many threads of the reserve do nothing but refuse.
    static final int REFUSING = 2;

    private final RequestGate gate;
    private final RequestGate.Routes routes;
    private final Places reserve = new Places(RequestThreads.RESERVE - REFUSING, 0);

    RequestDoor(RequestGate gate, RequestGate.Routes routes) {
        super(true);
        this.gate = gate;
        this.routes = routes;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        pass(request, response, () -> getNext().invoke(request, response));
    }

    void pass(HttpServletRequest request, HttpServletResponse response, RequestGate.Work work)
            throws IOException, ServletException {
        if (!RequestThreads.isReserve()) {
            if (gate.hasRoomForServices() || !routes.areForServices(request)) {
                work.go();
            } else {
                gate.refuse(gate.services(), response);
            }
        } else if (routes.areForServices(request)) {
            gate.refuse(gate.all(), response);
        } else {
            gate.within(reserve, 1, Duration.ZERO, gate.all(), response, work);
        }
    }
}
