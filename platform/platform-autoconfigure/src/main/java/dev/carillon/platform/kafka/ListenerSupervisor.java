package dev.carillon.platform.kafka;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.MessageListenerContainer;

/// Restarts a listener that ended unexpectedly: after an `Error`, a rejected login, or a position that could not be
/// found.
final class ListenerSupervisor implements ApplicationListener<ConsumerStoppedEvent> {
    private static final Logger log = LoggerFactory.getLogger(ListenerSupervisor.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final ListenerFaults faults;
    private volatile boolean closing;

    ListenerSupervisor(ListenerFaults faults) {
        this.faults = faults;
    }

    /// Stops the restarts when the service stops.
    ApplicationListener<ContextClosedEvent> untilClosed() {
        return event -> closing = true;
    }

    @Override
    public void onApplicationEvent(ConsumerStoppedEvent event) {
        if (event.getReason() == ConsumerStoppedEvent.Reason.NORMAL || closing) {
            return;
        }
        AbstractMessageListenerContainer<?, ?> container =
                event.getContainer(AbstractMessageListenerContainer.class);
        String name = ListenerFaults.name(container);
        faults.failed(name, new IllegalStateException("the consumer ended: " + event.getReason()));
        log.error(
                "The listener of group {} ended unexpectedly ({}); restarting it in {} s",
                name,
                event.getReason(),
                PAUSE.toSeconds());
        Thread.ofVirtual().name("restart " + name).start(() -> restart(container));
    }

    private void restart(MessageListenerContainer container) {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!closing) {
            container.stop();
            container.start();
        }
    }
}
