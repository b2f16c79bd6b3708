package dev.carillon.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private final TimerWheel<Named> wheel = new TimerWheel<>(10, 8, 0);
    private final List<String> due = new ArrayList<>();

    @Test
    void handsATimerOutOnceAtItsTime() {
        wheel.schedule(new Named("a"), 25);

        advance(20);
        assertThat(due).isEmpty();
        advance(30);
        assertThat(due).containsExactly("a");
        advance(500);
        assertThat(due).containsExactly("a");
    }

    @Test
    void keepsATimerForLaterRounds() {
        wheel.schedule(new Named("late"), 250);

        for (int now = 10; now < 250; now += 10) {
            advance(now);
        }
        assertThat(due).isEmpty();
        advance(250);
        assertThat(due).containsExactly("late");
    }

    @Test
    void missesNoneWhenTimeJumps() {
        wheel.schedule(new Named("a"), 15);
        wheel.schedule(new Named("b"), 95);
        wheel.schedule(new Named("c"), 2_000);

        advance(1_000);

        assertThat(due).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void movesAndCancels() {
        Named moved = new Named("moved");
        Named cancelled = new Named("cancelled");
        wheel.schedule(moved, 20);
        wheel.schedule(cancelled, 20);
        wheel.schedule(moved, 60);
        wheel.cancel(cancelled);

        advance(50);
        assertThat(due).isEmpty();
        advance(60);
        assertThat(due).containsExactly("moved");
    }

    @Test
    void letsATimerThatIsDueBeSetAgain() {
        Named again = new Named("again");
        wheel.schedule(again, 10);

        wheel.advance(10, timer -> wheel.schedule(timer, 30));
        advance(30);

        assertThat(due).containsExactly("again");
    }

    private void advance(long now) {
        wheel.advance(now, timer -> due.add(timer.name));
    }

    private static final class Named extends TimerWheel.Timer {
        private final String name;

        Named(String name) {
            this.name = name;
        }
    }
}
