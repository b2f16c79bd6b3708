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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/// Keeps what a replica has at work bounded: beyond its places and those who may wait for one, a request is answered 429
/// `overloaded` before anything of it was done. People, services and callers without a token have places of their own, so that
/// no flood of triggers starves a bell; one person gets `too_many_requests` before they have taken everybody's, by bodies sent slowly, say.
/// Health and metrics are not asked, nor is what is refused for its token or role.
///
/// What is in front of it, and knows the route only: [RequestDoor].
///
/// Source of the idea: bounded concurrency with a short queue, as in Tomcat's own semaphore valve and Netflix's
/// concurrency-limits.
public final class RequestGate {
    private static final Logger log = LoggerFactory.getLogger(RequestGate.class);
    private static final int UNIT = 1024;
    private static final long SMALL = 64L * UNIT;

    private final WebSettings settings;
    private final Places bodies;
    private final Lane all;
    private final Lane people;
    private final Lane services;
    private final Lane anonymous;
    private final Map<String, Integer> byPerson = new ConcurrentHashMap<>();
    private final Refusals refusals = new Refusals();

    RequestGate(WebSettings settings) {
        WebSettings.Requests limits = settings.requests();
        this.settings = settings;
        this.bodies = new Places(units(limits.bodies().toBytes()), limits.waiting());
        this.all = new Lane("all", limits.inFlight(), 0);
        this.people = new Lane("people", limits.people(), limits.waiting());
        this.services = new Lane("services", limits.services(), limits.waiting());
        this.anonymous = new Lane("anonymous", limits.anonymous(), limits.waiting());
    }

    /// Callers who share places.
    record Lane(String name, Places places, AtomicLong refused) {
        Lane(String name, int places, int waiting) {
            this(name, new Places(places, waiting), new AtomicLong());
        }
    }

    Refusals refusals() {
        return refusals;
    }

    /// Knows who may call what.
    @FunctionalInterface
    public interface Routes {
        /// Whether only services may call what a request calls, as far as its method and path tell.
        boolean areForServices(HttpServletRequest request);
    }

    /// The threads for a server whose chain begins with the door.
    RequestThreads threads() {
        return new RequestThreads(all.places(), () -> !hasRoomForServices());
    }

    /// For the end of a chain that knows who calls.
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
        long bytes = BodyLimitFilter.bytes(settings, request);
        int large = bytes <= SMALL ? 0 : units(bytes);
        Duration patience = settings.requests().maxWait();
        within(
                bodies,
                large,
                patience,
                lane,
                request,
                response,
                () ->
                        within(
                                lane.places(),
                                1,
                                patience,
                                lane,
                                request,
                                response,
                                () -> chain.doFilter(request, response)));
    }

    interface Work {
        void go() throws ServletException, IOException;
    }

    /// Does the work while it has its places; refuses what gets none.
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
                    "too many requests of {} are at work: {} refused so far",
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

    /// Whether a service's request would find a place or room to wait, as things are now.
    boolean hasRoomForServices() {
        return !services.places().isFull();
    }

    /// What there is to measure, by lane.
    List<Lane> lanes() {
        return List.of(all, people, services, anonymous);
    }

    /// What large bodies take just now.
    long largeBytes() {
        return (long) bodies.taken() * UNIT;
    }
}
