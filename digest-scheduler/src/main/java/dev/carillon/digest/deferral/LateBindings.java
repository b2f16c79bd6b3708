package dev.carillon.digest.deferral;

import java.util.Map;
import org.springframework.cloud.stream.binding.Bindable;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.binding.InputBindingLifecycle;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/// Starts and stops the bindings together with the other listeners. By default a binding starts earlier, before
/// the web server can report what the service waits for and before the topics exist; it would then fail and retry
/// only after 30 s.
final class LateBindings extends InputBindingLifecycle {
    LateBindings(BindingService service, Map<String, Bindable> bindables) {
        super(service, bindables);
    }

    @Override
    public int getPhase() {
        return AbstractMessageListenerContainer.DEFAULT_PHASE;
    }
}
