package dev.carillon.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestThreadsTest {
    private static final int ALL = 100;

    private final Places places = new Places(ALL, 0);
    private final AtomicBoolean crowded = new AtomicBoolean(true);
    private final RequestThreads threads = new RequestThreads(places, crowded::get);
    private final CountDownLatch done = new CountDownLatch(1);

    @AfterEach
    void end() {
        done.countDown();
    }

    @Test
    void keepsAllButAFewNewcomersFromStandingInLineWhileServicesHaveNoRoom() throws Exception {
        for (int i = 0; i < RequestThreads.NEWCOMERS; i++) {
            inLine();
        }

        assertThat(isInReserve()).isTrue();
        assertThat(places.taken()).isEqualTo(RequestThreads.NEWCOMERS);

        crowded.set(false);
        assertThat(isInReserve()).isFalse();
        crowded.set(true);
        done.countDown();
        await().until(() -> places.taken() == 0);
        assertThat(isInReserve()).isFalse();
    }

    @Test
    void countsWhoMayGoOnNoLongerAmongTheNewcomers() throws Exception {
        for (int i = 0; i < 2 * RequestThreads.NEWCOMERS; i++) {
            CountDownLatch passed = new CountDownLatch(1);
            threads.execute(() -> {
                RequestThreads.admitted();
                passed.countDown();
                awaitDone();
            });
            passed.await();
        }

        assertThat(places.taken()).isEqualTo(2 * RequestThreads.NEWCOMERS);
        assertThat(isInReserve()).isFalse();
    }

    @Test
    void losesNoNewcomersPlaceWhereNothingMoreMayBegin() throws Exception {
        assertThat(places.takeNow(ALL)).isTrue();
        for (int i = 0; i < 2 * RequestThreads.NEWCOMERS; i++) {
            assertThat(isInReserve()).isTrue();
        }
        places.give(ALL);

        for (int i = 0; i < RequestThreads.NEWCOMERS; i++) {
            inLine();
        }
        assertThat(places.taken()).isEqualTo(RequestThreads.NEWCOMERS);
    }

    @Test
    void beginsInReserveWhatFindsAPlaceThereAfterAll() throws Exception {
        assertThat(places.takeNow(ALL)).isTrue();
        CountDownLatch looked = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        FutureTask<Boolean> late =
                new FutureTask<>(() -> {
                    boolean before = RequestThreads.begin();
                    looked.countDown();
                    free.await();
                    return !before && RequestThreads.isReserve() && RequestThreads.begin();
                });
        threads.execute(late);
        looked.await();
        places.give(ALL);
        free.countDown();

        assertThat(late.get()).isTrue();
        await().until(() -> places.taken() == 0);
    }

    /// A request whose route is unknown until the test is done.
    private void inLine() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        threads.execute(() -> {
            begun.countDown();
            awaitDone();
        });
        begun.await();
    }

    private boolean isInReserve() throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(RequestThreads::isReserve);
        threads.execute(task);
        return task.get();
    }

    private void awaitDone() {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
