package dev.carillon.platform.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/// Limits the concurrent requests of a replica. A request beyond the permits and the queue is answered 429 `overloaded`
/// before any of its work is done. People, services and callers without a token have separate bulkheads, so that a
/// flood of triggers does not starve the bell. A single person gets `too_many_requests` before they have used the
/// permits of all people. A request takes its permit once its body has arrived. Health and metrics take no permit, nor
/// do requests that are refused for their token or role.
///
/// [RequestDoor] comes before it and knows only the route.
///
/// Source of the idea: bounded concurrency with a short queue, as in Tomcat's semaphore valve and Netflix's
/// concurrency-limits.
public final class RequestGate {
    private static final Logger log = LoggerFactory.getLogger(RequestGate.class);
    private static final int UNIT = 1024;
    private static final long SMALL = 64L * UNIT;

    private final WebSettings settings;
    private final Lane all;
    private final Lane people;
    private final Lane services;
    private final Lane anonymous;
    private final Map<String, Integer> byPerson = new ConcurrentHashMap<>();
    private final Refusals refusals = new Refusals();

    RequestGate(WebSettings settings) {
        WebSettings.Requests limits = settings.requests();
        this.settings = settings;
        long largest = Math.max(settings.maxBody().toBytes(), settings.maxBulkBody().toBytes());
        long share = Math.max(limits.bodies().toBytes() / 4, largest);
        this.all = new Lane("all", limits.inFlight(), 0, 0, 0);
        this.people = lane("people", limits.people(), share);
        this.services = lane("services", limits.services(), limits.bodies().toBytes());
        this.anonymous = lane("anonymous", limits.anonymous(), share);
    }

    private Lane lane(String name, int places, long bodies) {
        WebSettings.Requests limits = settings.requests();
        return new Lane(name, places, limits.waiting(), limits.reading(), units(bodies));
    }

    /// A bulkhead for a group of callers.
    ///
    /// @param places permits for requests in progress
    /// @param reading permits for requests whose body is still arriving
    /// @param bodies permits for the bytes of large bodies, until their request is answered
    record Lane(String name, Places places, Places reading, Places bodies, AtomicLong refused) {
        Lane(String name, int places, int waiting, int reading, int bodies) {
            this(
                    name,
                    new Places(places, waiting),
                    new Places(reading, 0),
                    new Places(bodies, waiting),
                    new AtomicLong());
        }
    }

    Refusals refusals() {
        return refusals;
    }

    /// Knows which routes only services may call.
    @FunctionalInterface
    public interface Routes {
        /// Whether only services may call the request's route, judging by method and path.
        boolean areForServices(HttpServletRequest request);
    }

    /// The threads for a server whose chain begins with [RequestDoor].
    RequestThreads threads() {
        return new RequestThreads(all.places(), () -> !hasRoomForServices());
    }

    /// The filter for the end of the chain, where the caller is known.
    public Filter filter() {
        return new Gate();
    }

    private final class Gate extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            Principal caller = request.getUserPrincipal();
            if (caller == null) {
                pass(anonymous, request, response, chain);
            } else if (request.isUserInRole("SERVICE")) {
                pass(services, request, response, chain);
            } else {
                person(caller.getName(), request, response, chain);
            }
        }
    }

    private void person(
            String name,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        int own = byPerson.merge(name, 1, Integer::sum);
        try {
            if (own > settings.requests().perPerson()) {
                ProblemWriter.write(
                        request, response, Problems.tooManyRequests(Duration.ofSeconds(1)));
            } else {
                pass(people, request, response, chain);
            }
        } finally {
            byPerson.computeIfPresent(name, (key, now) -> now == 1 ? null : now - 1);
        }
    }

    private void pass(
            Lane lane, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Duration patience = settings.requests().maxWait();
        if (!RequestBody.isIn(request)) {
            within(
                    lane.places(),
                    1,
                    patience,
                    lane,
                    request,
                    response,
                    () -> chain.doFilter(request, response));
            return;
        }
        DataSize limit = limit(request);
        long bytes;
        try {
            bytes = RequestBody.bytes(request, limit);
        } catch (ProblemException tooLarge) {
            ProblemWriter.write(request, response, tooLarge);
            return;
        }
        within(
                lane.bodies(),
                bytes <= SMALL ? 0 : units(bytes),
                patience,
                lane,
                request,
                response,
                () -> {
                    HttpServletRequest whole = whole(lane, request, response, limit);
                    if (whole != null) {
                        within(
                                lane.places(),
                                1,
                                patience,
                                lane,
                                request,
                                response,
                                () -> chain.doFilter(whole, response));
                    }
                });
    }

    private DataSize limit(HttpServletRequest request) {
        return request.getRequestURI().endsWith("/bulk")
                ? settings.maxBulkBody()
                : settings.maxBody();
    }

    /// Reads the body and returns the request with it. While a body arrives, however slowly, its request takes no
    /// permit of other requests and does not count as begun. Returns null if the request was already answered here.
    private @Nullable HttpServletRequest whole(
            Lane lane, HttpServletRequest request, HttpServletResponse response, DataSize limit)
            throws IOException {
        if (!lane.reading().takeNow(1)) {
            refuse(lane, request, response);
            return null;
        }
        byte[] body;
        RequestThreads.end();
        try {
            body = RequestBody.read(request.getInputStream(), limit, settings.bodyTimeout());
            request.setAttribute(RequestBody.READ, true);
        } catch (ProblemException fault) {
            ProblemWriter.write(request, response, fault);
            return null;
        } finally {
            lane.reading().give(1);
        }
        if (!RequestThreads.begin()) {
            refuse(all, request, response);
            return null;
        }
        RequestThreads.admitted();
        try {
            return new BufferedRequest(request, body);
        } catch (IllegalArgumentException malformed) {
            ProblemWriter.write(
                    request,
                    response,
                    StandardProblems.of(400, "the form is not encoded correctly"));
            return null;
        }
    }

    interface Work {
        void go() throws ServletException, IOException;
    }

    /// Runs the work while it has its permits; refuses it if it gets none.
    private void within(
            Places places,
            int wanted,
            Duration patience,
            Lane lane,
            HttpServletRequest request,
            HttpServletResponse response,
            Work work)
            throws ServletException, IOException {
        if (!take(places, wanted, patience)) {
            refuse(lane, request, response);
            return;
        }
        try {
            work.go();
        } finally {
            places.give(wanted);
        }
    }

    private static boolean take(Places places, int wanted, Duration patience) {
        try {
            return wanted == 0 || places.take(wanted, patience);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void refuse(Lane lane, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (Long.bitCount(lane.refused().incrementAndGet()) == 1) {
            log.warn(
                    "Too many requests of {} in progress: {} refused so far",
                    lane.name(),
                    lane.refused());
        }
        refusals.write(request, response);
    }

    private static int units(long bytes) {
        return Math.toIntExact((bytes + UNIT - 1) / UNIT);
    }

    Lane all() {
        return all;
    }

    Lane services() {
        return services;
    }

    /// Whether a service's request would find a permit or a place in the queue at the moment.
    boolean hasRoomForServices() {
        return !services.places().isFull();
    }

    /// The bulkheads to measure.
    List<Lane> lanes() {
        return List.of(all, people, services, anonymous);
    }

    /// The bytes that large bodies use at the moment.
    long largeBytes() {
        return lanes().stream().mapToLong(lane -> (long) lane.bodies().taken() * UNIT).sum();
    }
}
