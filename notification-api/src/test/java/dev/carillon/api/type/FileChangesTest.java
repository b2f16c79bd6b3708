package dev.carillon.api.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FileChangesTest {
    private static final Map<String, String> BEFORE = Map.of("a.yaml", "1");
    private static final Map<String, String> HALF = Map.of("a.yaml", "2");
    private static final Map<String, String> WHOLE = Map.of("a.yaml", "3");

    private final FileChanges changes = new FileChanges();

    @Test
    void aFileThatIsBeingWrittenIsLeftUntilItRests() {
        changes.took(BEFORE);
        assertThat(changes.areSettled(BEFORE)).isFalse();
        assertThat(changes.areSettled(HALF)).isFalse();
        assertThat(changes.areSettled(WHOLE)).isFalse();
        assertThat(changes.areSettled(WHOLE)).isTrue();
    }

    @Test
    void whatRestsIsTakenOnceAndAgainWhereTakingItFailed() {
        changes.took(BEFORE);
        changes.areSettled(WHOLE);
        assertThat(changes.areSettled(WHOLE)).isTrue();
        assertThat(changes.areSettled(WHOLE)).as("not taken yet").isTrue();
        changes.took(WHOLE);
        assertThat(changes.areSettled(WHOLE)).isFalse();
    }

    @Test
    void whatChangedWhileItWasReadIsAChange() {
        changes.areSettled(WHOLE);
        changes.took(HALF);
        assertThat(changes.areSettled(WHOLE)).isTrue();
    }
}
