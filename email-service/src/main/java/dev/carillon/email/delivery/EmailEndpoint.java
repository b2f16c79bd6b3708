package dev.carillon.email.delivery;

import dev.carillon.email.provider.MailProvider;
import dev.carillon.email.provider.ProviderGate;
import dev.carillon.email.provider.Providers;
import dev.carillon.email.quota.MailQuota;
import dev.carillon.events.CursorMark;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.Pages;
import dev.carillon.platform.web.Problems;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/email/quota` and `/api/v1/email/messages`, for support.
@RestController
@RequestMapping("/api/v1/email")
class EmailEndpoint {

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
            @RequestParam @Nullable String recipient,
            @RequestParam @Nullable String state,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "20") int limit) {
        int size = Pages.limit(limit);
        if (recipient != null && !RecipientKey.isRecipient(recipient)) {
            throw Problems.badRequest(
                    ErrorCode.INVALID_RECIPIENT,
                    "recipient",
                    "the recipient id is not valid",
                    RecipientKey.RECIPIENT_ALLOWED);
        }
        String mark = CursorMark.of("email/messages", caller.tenant(), recipient);
        List<MessageList.Item> found =
                list.page(
                        caller.tenant(),
                        recipient,
                        checked(state),
                        Pages.position(cursor, mark, UUID::fromString),
                        size + 1);
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

    private static @Nullable String checked(@Nullable String state) {
        String allowed =
                Arrays.stream(MessageState.values())
                        .map(MessageState::key)
                        .collect(Collectors.joining(", "));
        if (state != null
                && Arrays.stream(MessageState.values()).noneMatch(one -> one.key().equals(state))) {
            throw Problems.badRequest(
                    ErrorCode.INVALID_PARAMETER, "state", "the state is unknown", allowed);
        }
        return state;
    }
}
