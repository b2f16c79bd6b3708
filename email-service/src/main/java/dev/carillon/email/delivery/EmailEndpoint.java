package dev.carillon.email.delivery;

import dev.carillon.email.provider.MailProvider;
import dev.carillon.email.provider.ProviderGate;
import dev.carillon.email.provider.Providers;
import dev.carillon.email.quota.MailQuota;
import dev.carillon.events.CursorMark;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.Pages;
import dev.carillon.platform.web.QueryReader;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/email/quota` and `/api/v1/email/messages`, for support.
@RestController
@RequestMapping("/api/v1/email")
class EmailEndpoint {
    private static final int PAGE = 20;
    private static final List<String> STATES =
            Arrays.stream(MessageState.values()).map(MessageState::key).toList();

    private final MessageList list;
    private final MailQuota quota;
    private final Providers providers;

    EmailEndpoint(MessageList list, MailQuota quota, Providers providers) {
        this.list = list;
        this.quota = quota;
        this.providers = providers;
    }

    /// @param state `ready`, `provider_down` or `circuit_open`
    /// @param until end of the pause
    record ProviderState(
            String name,
            String account,
            String state,
            @Nullable Instant until,
            @Nullable String errorClass) {}

    record QuotaAnswer(MailQuota.State quota, ProviderState provider) {}

    record MessagePage(List<MessageList.Item> items, @Nullable String nextCursor) {}

    @GetMapping("/quota")
    QuotaAnswer quota() {
        MailProvider provider = providers.active().provider();
        return new QuotaAnswer(
                quota.state(Delivery.account(provider.name(), provider.account())),
                state(providers.active()));
    }

    /// Emails of the caller's tenant, newest first.
    @GetMapping("/messages")
    MessagePage messages(
            Caller caller,
            QueryReader query,
            @RequestParam @Nullable String recipient,
            @RequestParam @Nullable String state,
            @RequestParam @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        int size = query.limit(limit, PAGE);
        query.recipient("recipient", recipient);
        query.oneOf("state", state, STATES);
        String mark = CursorMark.of("email/messages", caller.tenant(), recipient);
        UUID before = query.position(cursor, mark, UUID::fromString);
        query.check();
        List<MessageList.Item> found =
                list.page(caller.tenant(), recipient, state, before, size + 1);
        return new MessagePage(
                Pages.shown(found, size),
                Pages.next(found, size, mark, last -> last.id().toString()));
    }

    private static ProviderState state(ProviderGate gate) {
        ProviderGate.Pause pause = gate.pause();
        MailProvider provider = gate.provider();
        return pause == null
                ? new ProviderState(provider.name(), provider.account(), "ready", null, null)
                : new ProviderState(
                        provider.name(),
                        provider.account(),
                        pause.reason(),
                        pause.until(),
                        pause.failure().errorClass());
    }
}
