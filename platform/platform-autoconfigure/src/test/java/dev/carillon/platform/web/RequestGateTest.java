package dev.carillon.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.EventJson;
import dev.carillon.events.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

class RequestGateTest {
    private static final int BEGUN = 4;
    private static final int READING = 2;

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicInteger atWork = new AtomicInteger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void end() {
        done.countDown();
        callers.close();
    }

    @Test
    void refusesAtOnceWhatFindsNeitherAPlaceNorRoomToWait() throws Exception {
        RequestGate gate = gate(1, Duration.ofSeconds(30));
        Future<MockHttpServletResponse> working = call(gate, service());
        await().until(() -> measured("active", "services") == 1);
        Future<MockHttpServletResponse> waiting = call(gate, service());
        await().until(() -> measured("waiting", "services") == 1);

        MockHttpServletResponse refused = call(gate, service()).get();

        assertOverloaded(refused);
        assertThat(measured("refused", "services")).isEqualTo(1);
        done.countDown();
        assertThat(working.get().getStatus()).isEqualTo(200);
        assertThat(waiting.get().getStatus()).isEqualTo(200);
        assertThat(measured("active", "services")).isZero();
    }

    @Test
    void refusesAtTheDoorWhatIsForServicesWhileTheyHaveNoRoom() throws Exception {
        RequestGate gate = gate(0, Duration.ZERO);
        Filter forServices = door(gate, true);
        Future<MockHttpServletResponse> working = call(gate, service());
        await().until(() -> measured("active", "services") == 1);

        assertOverloaded(call(callers, forServices, service()).get());

        assertThat(measured("refused", "services")).isEqualTo(1);
        Future<MockHttpServletResponse> other = call(callers, door(gate, false), person("ann"));
        done.countDown();
        assertThat(other.get().getStatus()).isEqualTo(200);
        assertThat(working.get().getStatus()).isEqualTo(200);
        assertThat(call(callers, forServices, service()).get().getStatus()).isEqualTo(200);
    }

    @Test
    void servesSomeInReserveBeyondWhatMayBeginButNoServices() throws Exception {
        RequestGate gate = gate(0, Duration.ZERO);
        RequestThreads threads = gate.threads();
        Filter forServices = door(gate, true);
        Filter forAll = door(gate, false);
        List<Future<MockHttpServletResponse>> passed = new ArrayList<>();
        for (int i = 0; i < BEGUN; i++) {
            passed.add(call(threads, forServices, service()));
        }
        for (int i = 0; i < RequestThreads.RESERVE - RequestDoor.REFUSING; i++) {
            passed.add(call(threads, forAll, person("ann")));
        }

        await().until(() -> atWork.get() == passed.size());

        assertOverloaded(call(threads, forServices, service()).get());
        assertOverloaded(call(threads, forAll, person("bob")).get());

        assertThat(measured("active", "all")).isEqualTo(BEGUN);
        assertThat(measured("refused", "all")).isEqualTo(1);
        assertThat(measured("refused", "services")).isEqualTo(1);
        done.countDown();
        for (Future<MockHttpServletResponse> one : passed) {
            assertThat(one.get().getStatus()).isEqualTo(200);
        }
        await().until(() -> measured("active", "all") == 0);
        assertThat(call(threads, forServices, service()).get().getStatus()).isEqualTo(200);
    }

    @Test
    void closesTheConnectionOfOneThatIsRefusedOnlyWhileTheyAreFew() throws Exception {
        Refusals refusals = new Refusals();
        MockHttpServletResponse kept = new MockHttpServletResponse();
        refusals.write(new MockHttpServletRequest(), kept);
        refusals.closeConnectionsWhile(() -> true);
        MockHttpServletResponse closed = new MockHttpServletResponse();
        refusals.write(new MockHttpServletRequest(), closed);

        assertOverloaded(kept);
        assertThat(kept.getHeader("Connection")).isNull();
        assertOverloaded(closed);
        assertThat(closed.getHeader("Connection")).isEqualTo("close");
    }

    @Test
    void refusesWhatWaitedTooLong() throws Exception {
        RequestGate gate = gate(10, Duration.ofMillis(50));
        Future<MockHttpServletResponse> working = call(gate, service());
        await().until(() -> measured("active", "services") == 1);

        assertThat(call(gate, service()).get().getStatus()).isEqualTo(429);
        assertThat(measured("waiting", "services")).isZero();
        done.countDown();
        assertThat(working.get().getStatus()).isEqualTo(200);
    }

    @Test
    void keepsThePlacesOfPeopleAndOfStrangersFromServices() throws Exception {
        RequestGate gate = gate(0, Duration.ZERO);
        Future<MockHttpServletResponse> working = call(gate, service());
        await().until(() -> measured("active", "services") == 1);
        assertThat(call(gate, service()).get().getStatus()).isEqualTo(429);

        Future<MockHttpServletResponse> person = call(gate, person("ann"));
        Future<MockHttpServletResponse> nobody = call(gate, new MockHttpServletRequest());

        await().until(() ->
                measured("active", "people") == 1 && measured("active", "anonymous") == 1);
        done.countDown();
        assertThat(person.get().getStatus()).isEqualTo(200);
        assertThat(nobody.get().getStatus()).isEqualTo(200);
        assertThat(working.get().getStatus()).isEqualTo(200);
    }

    @Test
    void keepsOnePersonFromTakingThePlacesOfAll() throws Exception {
        RequestGate gate = gate(0, Duration.ZERO);
        Future<MockHttpServletResponse> first = call(gate, person("ann"));
        Future<MockHttpServletResponse> second = call(gate, person("ann"));
        await().until(() -> measured("active", "people") == 2);

        MockHttpServletResponse refused = call(gate, person("ann")).get();

        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
        Future<MockHttpServletResponse> other = call(gate, person("bob"));
        await().until(() -> measured("active", "people") == 3);
        done.countDown();
        assertThat(first.get().getStatus()).isEqualTo(200);
        assertThat(second.get().getStatus()).isEqualTo(200);
        assertThat(other.get().getStatus()).isEqualTo(200);
        assertThat(call(gate, person("ann")).get().getStatus()).isEqualTo(200);
    }

    @Test
    void boundsWhatLargeBodiesTakeAndLetsSmallOnesPass() throws Exception {
        RequestGate gate = gate(0, Duration.ZERO);
        MockHttpServletRequest large = person("ann");
        large.setRequestURI("/import/bulk");
        large.setContent(new byte[5 * 1024 * 1024]);
        Future<MockHttpServletResponse> working = call(gate, large);
        await().until(() -> measured("active", "people") == 1);
        MockHttpServletRequest another = person("bob");
        another.setContent(new byte[1024 * 1024]);
        assertThat(call(gate, another).get().getStatus()).isEqualTo(429);
        MockHttpServletRequest unknown = person("bob");
        unknown.setRequestURI("/import/bulk");
        unknown.addHeader("Transfer-Encoding", "chunked");
        assertThat(call(gate, unknown).get().getStatus())
                .as("a length that is not told may be the largest")
                .isEqualTo(429);
        MockHttpServletRequest small = person("bob");
        small.setContent(new byte[64 * 1024]);

        Future<MockHttpServletResponse> passed = call(gate, small);

        await().until(() -> measured("active", "people") == 2);
        done.countDown();
        assertThat(working.get().getStatus()).isEqualTo(200);
        assertThat(passed.get().getStatus()).isEqualTo(200);
        assertThat(meters.get("carillon.web.requests.large.bodies").gauge().value()).isZero();
    }

    @Test
    void holdsNoPlaceWhileABodyArrives() throws Exception {
        RequestGate gate = gate(0, Duration.ZERO);
        CountDownLatch arrived = new CountDownLatch(1);
        List<Future<MockHttpServletResponse>> slow = new ArrayList<>();
        for (int i = 0; i < READING; i++) {
            slow.add(call(gate.threads(), gate.filter(), slowBody(arrived)));
        }
        await().until(() -> gate.lanes().getLast().reading().taken() == READING);
        assertThat(measured("active", "all")).isZero();
        assertThat(measured("active", "anonymous")).isZero();

        assertOverloaded(call(gate, slowBody(arrived)).get());
        Future<MockHttpServletResponse> person = call(gate, person("ann"));
        await().until(() -> measured("active", "people") == 1);
        done.countDown();
        assertThat(call(gate, new MockHttpServletRequest()).get().getStatus()).isEqualTo(200);
        assertThat(person.get().getStatus()).isEqualTo(200);

        arrived.countDown();
        for (Future<MockHttpServletResponse> each : slow) {
            assertThat(each.get().getStatus()).isIn(200, 429);
        }
        await().until(() -> gate.lanes().getLast().reading().taken() == 0);
        assertThat(call(gate, slowBody(arrived)).get().getStatus()).isEqualTo(200);
    }

    /// A request without a token whose body has not arrived yet.
    private static MockHttpServletRequest slowBody(CountDownLatch arrived) {
        MockHttpServletRequest request =
                new MockHttpServletRequest() {
                    @Override
                    public ServletInputStream getInputStream() {
                        try {
                            arrived.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        return super.getInputStream();
                    }
                };
        request.setContent(new byte[3]);
        return request;
    }

    @Test
    void losesNoPlaceWhenARequestFails() throws Exception {
        RequestGate gate = gate(0, Duration.ZERO);
        List<Throwable> failed = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            try {
                gate.filter()
                        .doFilter(
                                service(),
                                new MockHttpServletResponse(),
                                (request, response) -> {
                                    throw new IllegalStateException("a fault of the handler");
                                });
            } catch (IllegalStateException fault) {
                failed.add(fault);
            }
        }

        assertThat(failed).hasSize(3);
        assertThat(measured("active", "services")).isZero();
    }

    private RequestGate gate(int waiting, Duration maxWait) {
        RequestGate gate =
                new RequestGate(
                        new WebSettings(
                                null,
                                DataSize.ofMegabytes(1),
                                DataSize.ofMegabytes(5),
                                Duration.ofSeconds(10),
                                new WebSettings.Requests(
                                        BEGUN,
                                        3,
                                        2,
                                        1,
                                        1,
                                        waiting,
                                        maxWait,
                                        READING,
                                        DataSize.ofMegabytes(8))));
        new RequestGateMetrics(gate).bindTo(meters);
        return gate;
    }

    private double measured(String what, String lane) {
        var meter = meters.get("carillon.web.requests." + what).tag("lane", lane);
        return what.equals("refused") ? meter.functionCounter().count() : meter.gauge().value();
    }

    private static MockHttpServletRequest service() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setUserPrincipal(() -> "shop");
        request.addUserRole("SERVICE");
        return request;
    }

    private static MockHttpServletRequest person(String name) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setUserPrincipal(() -> name);
        return request;
    }

    private static Filter door(RequestGate gate, boolean forServices) {
        RequestDoor door = new RequestDoor(gate, request -> forServices, Duration.ofSeconds(10));
        return (request, response, chain) ->
                door.pass(
                        (HttpServletRequest) request,
                        (HttpServletResponse) response,
                        () -> chain.doFilter(request, response),
                        () -> {},
                        () -> true);
    }

    private static void assertOverloaded(MockHttpServletResponse refused) throws IOException {
        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.getHeader("Retry-After"))).isBetween(1, 5);
        Problem problem = EventJson.read(refused.getContentAsByteArray(), Problem.class);
        assertThat(problem.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(problem.retryable()).isTrue();
    }

    /// A request that is in progress until the test is done.
    private Future<MockHttpServletResponse> call(RequestGate gate, MockHttpServletRequest request) {
        return call(callers, gate.filter(), request);
    }

    private Future<MockHttpServletResponse> call(
            Executor threads, Filter filter, MockHttpServletRequest request) {
        FutureTask<MockHttpServletResponse> task =
                new FutureTask<>(() -> {
                    MockHttpServletResponse answer = new MockHttpServletResponse();
                    filter.doFilter(request, answer, (taken, response) -> awaitDone());
                    return answer;
                });
        threads.execute(task);
        return task;
    }

    private void awaitDone() {
        atWork.incrementAndGet();
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
