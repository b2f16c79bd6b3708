package dev.carillon.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.carillon.api.ApiCaller;
import dev.carillon.api.ApiCaller.Answer;
import dev.carillon.api.ApiOnRealServers;
import dev.carillon.test.TestTokens;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/// What callers see of an overloaded replica. The limits are the defaults: four requests of services run, 64 wait for
/// at most one second.
@ApiOnRealServers
class OverloadIT {
    private static final String NOTIFICATIONS = "/api/v1/notifications";
    private static final int CALLS = 100;
    private static final int AT_WORK = 4;

    @Autowired HikariDataSource pool;
    @Autowired JdbcTemplate jdbc;
    @LocalServerPort int port;

    @Test
    void refusesWhatItCannotTakeInServesPeopleAllTheSameAndKeepsWhatItAccepted() throws Exception {
        Queue<Answer> accepted = new ConcurrentLinkedQueue<>();
        Queue<Answer> refused = new ConcurrentLinkedQueue<>();
        Queue<Integer> unanswered = new ConcurrentLinkedQueue<>();
        Queue<Integer> toRepeat = new ConcurrentLinkedQueue<>();
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
        try (callers) {
            try (Connection held = outsideThePool()) {
                held.setAutoCommit(false);
                held.createStatement().execute("lock table request in share mode");
                for (int i = 0; i < CALLS; i++) {
                    int number = i;
                    callers.execute(() -> {
                        try {
                            Answer answer = trigger("crowd", number);
                            (answer.status() == 202 ? accepted : refused).add(answer);
                            if (answer.status() != 202) {
                                toRepeat.add(number);
                            }
                        } catch (UncheckedIOException closed) {
                            // refused before its body arrived, which closes the connection
                            toRepeat.add(number);
                            unanswered.add(number);
                        }
                    });
                }
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> refused.size() + unanswered.size() == CALLS - AT_WORK);

                var person = new ApiCaller(port, TestTokens.user("olivia"));
                person.get(NOTIFICATIONS).is(200);
                person.get(NOTIFICATIONS + "/counts").is(200);
                person.put("/api/v1/preferences", "{\"channels\": {\"email\": false}}").is(200);
                assertThat(accepted).as("those at work still wait").isEmpty();
            }
        }
        assertThat(accepted).hasSize(AT_WORK);
        assertThat(refused).allSatisfy(OverloadIT::isOverloaded);

        for (int number : toRepeat) {
            accepted.add(trigger("crowd", number).is(202));
        }

        List<String> ids = accepted.stream().map(each -> each.at("/request_id")).toList();
        assertThat(ids).hasSize(CALLS).doesNotHaveDuplicates();
        assertThat(
                        jdbc.queryForList(
                                "select request_id::text from request where caller = 'crowd'",
                                String.class))
                .as("nothing of a refused call was done")
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aPoolWithoutAConnectionIs503AndNo500() throws Exception {
        var person = new ApiCaller(port, TestTokens.user("otto"));
        person.get(NOTIFICATIONS).is(200);
        List<Connection> taken = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
                taken.add(pool.getConnection());
            }
            // each waits as long as the pool allows
            List<Answer> answers =
                    callers
                            .invokeAll(
                                    List.<Callable<Answer>>of(
                                            () -> person.get(NOTIFICATIONS),
                                            () -> person.get("/api/v1/preferences"),
                                            () ->
                                                    person.put(
                                                            "/api/v1/preferences",
                                                            "{\"channels\": {}}"),
                                            () -> trigger("crowd", CALLS)))
                            .stream()
                            .map(Future::resultNow)
                            .toList();

            assertThat(answers)
                    .allSatisfy(answer -> {
                        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
                        assertThat(answer.at("/code")).isEqualTo("unavailable");
                        assertThat(answer.json().get("retryable").asBoolean()).isTrue();
                        assertThat(answer.header("retry-after")).isEqualTo("5");
                    });
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
        person.get(NOTIFICATIONS).is(200);
    }

    @Test
    void aConnectionThatTheDatabaseEndsAmidARequestIs503AndNo500() throws Exception {
        Future<Answer> answer;
        try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor();
                Connection held = outsideThePool()) {
            held.setAutoCommit(false);
            held.createStatement().execute("lock table request in share mode");
            answer = caller.submit(() -> trigger("cut-off", 1));
            await().until(() -> endWaiting("insert into request") == 1);
        }

        assertThat(answer.get().status()).as(answer.get().body()).isEqualTo(503);
        assertThat(answer.get().at("/code")).isEqualTo("unavailable");
        assertThat(answer.get().header("retry-after")).isEqualTo("5");
        trigger("cut-off", 1).is(202);
    }

    /// Ends the connections whose statement waits for a lock.
    private int endWaiting(String statement) {
        return jdbc.queryForList(
                        "select pg_terminate_backend(pid) from pg_stat_activity"
                                + " where wait_event_type = 'Lock' and query like ?",
                        statement + "%")
                .size();
    }

    private static void isOverloaded(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(429);
        assertThat(answer.header("content-type")).startsWith("application/problem+json");
        assertThat(answer.at("/code")).isEqualTo("overloaded");
        assertThat(answer.json().get("retryable").asBoolean()).isTrue();
        assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, 5);
    }

    private Answer trigger(String caller, int number) {
        return new ApiCaller(port, TestTokens.service(caller))
                .call(
                        "POST",
                        NOTIFICATIONS,
                        "{\"recipients\": [\"oscar\"], \"title\": \"Number %d\"}".formatted(number),
                        Map.of("Idempotency-Key", "overload-" + number));
    }

    private Connection outsideThePool() throws SQLException {
        return DriverManager.getConnection(
                pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
    }
}
