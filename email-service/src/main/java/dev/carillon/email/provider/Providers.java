package dev.carillon.email.provider;

import dev.carillon.platform.config.CarillonMode;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// The configured providers, each with its gate. One is active; the others finish the emails whose attempts they began.
@Component
public final class Providers {
    private final Map<String, ProviderGate> gates;
    private final ProviderGate active;

    Providers(
            List<MailProvider> providers,
            EmailProperties properties,
            CircuitProperties circuit,
            CarillonMode mode,
            Clock clock) {
        gates =
                providers.stream()
                        .map(provider -> new ProviderGate(provider, circuit, clock))
                        .collect(
                                Collectors.toMap(
                                        gate -> gate.provider().name(), Function.identity()));
        active = gate(chosen(properties, mode));
    }

    /// The provider for new emails.
    public ProviderGate active() {
        return active;
    }

    /// The provider that began an attempt, if it is still configured for the same account.
    public Optional<ProviderGate> find(String name, String account) {
        return Optional.ofNullable(gates.get(name))
                .filter(gate -> gate.provider().account().equals(account));
    }

    private ProviderGate gate(EmailProperties.Kind kind) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        ProviderGate gate = gates.get(name);
        if (gate == null) {
            throw new IllegalStateException(
                    "carillon.email.provider is "
                            + name
                            + ", so carillon.email."
                            + (kind == EmailProperties.Kind.SMTP ? "smtp.host" : "resend.api-key")
                            + " must be set");
        }
        return gate;
    }

    private static EmailProperties.Kind chosen(EmailProperties properties, CarillonMode mode) {
        EmailProperties.Kind provider = properties.provider();
        if (provider == null && !mode.isLocal()) {
            throw new IllegalStateException(
                    "carillon.email.provider must be set: smtp, resend or mailbox");
        }
        if (!mode.isLocal() && properties.from() == null) {
            throw new IllegalStateException("carillon.email.from must be set");
        }
        return provider == null || properties.sandbox() ? EmailProperties.Kind.MAILBOX : provider;
    }
}
