package dev.carillon.api.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentAnswerTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final AtomicInteger asked = new AtomicInteger();
    private boolean away;
    private final RecentAnswer<String> answer = new RecentAnswer<>("none", this::ask, now::get);

    @Test
    void isAskedForOnceASecond() {
        assertThat(answer.get()).isEqualTo("1");
        pass(Duration.ofMillis(999));
        assertThat(answer.get()).isEqualTo("1");
        pass(Duration.ofMillis(1));
        assertThat(answer.get()).isEqualTo("2");
    }

    @Test
    void everyCallerMayAskOnceAnotherHasAsked() throws InterruptedException {
        answer.get();
        pass(Duration.ofSeconds(1));
        Thread.ofVirtual().start(answer::get).join();

        assertThat(asked.get()).isEqualTo(2);
    }

    @Test
    void whoIsAwayIsAskedEverMoreSeldomThoughAskingTakesLong() {
        assertThat(answer.get()).isEqualTo("1");
        pass(Duration.ofSeconds(1));
        away = true;
        for (int second = 0; second < 120; second++) {
            assertThat(answer.get()).isEqualTo("1");
            assertThat(answer.get()).isEqualTo("1");
            pass(Duration.ofSeconds(1));
        }
        assertThat(asked.get()).isLessThan(12);

        away = false;
        pass(Duration.ofSeconds(30));
        int before = asked.get();
        assertThat(answer.get()).isEqualTo(Integer.toString(before + 1));
        pass(Duration.ofSeconds(1));
        assertThat(answer.get()).isEqualTo(Integer.toString(before + 2));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private Optional<String> ask() {
        asked.incrementAndGet();
        if (away) {
            pass(Duration.ofMillis(1_500));
            return Optional.empty();
        }
        return Optional.of(Integer.toString(asked.get()));
    }
}
