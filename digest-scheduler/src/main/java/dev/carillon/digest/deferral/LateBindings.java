package dev.carillon.digest.deferral;

import java.util.Map;
import org.springframework.cloud.stream.binding.Bindable;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.binding.InputBindingLifecycle;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/// Binds when every other listener starts, and lets go when they stop. By itself it would bind before there is a web server to
/// say what is waited for, and before the topics are made; it would then give up for 30 s.
final class LateBindings extends InputBindingLifecycle {
    LateBindings(BindingService service, Map<String, Bindable> bindables) {
        super(service, bindables);
    }

    @Override
    public int getPhase() {
        return AbstractMessageListenerContainer.DEFAULT_PHASE;
    }
}
