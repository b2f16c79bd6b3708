package dev.carillon.platform.kafka;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.MessageListenerContainer;

/// The current failures of the listeners: the state of the health indicator `kafkaListeners`.
final class ListenerFaults {
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final Clock clock;

    ListenerFaults(Clock clock) {
        this.clock = clock;
    }

    void failed(MessageListenerContainer container, Throwable cause) {
        failed(name(container), cause);
    }

    void failed(String listener, Throwable cause) {
        faults.compute(
                listener,
                (name, before) ->
                        new Fault(
                                before == null ? clock.instant() : before.since(),
                                describe(cause)));
    }

    void succeeded(String listener) {
        if (!faults.isEmpty()) {
            faults.remove(listener);
        }
    }

    Map<String, Fault> current() {
        return Map.copyOf(faults);
    }

    static String name(MessageListenerContainer container) {
        return String.valueOf(container.getGroupId());
    }

    private static String describe(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        @Nullable String message = root.getMessage();
        return root.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    /// @param since the first failure since the last success
    record Fault(Instant since, String cause) {}
}
