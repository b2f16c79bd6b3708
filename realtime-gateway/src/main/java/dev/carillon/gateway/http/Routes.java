package dev.carillon.gateway.http;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.RecipientKey;
import dev.carillon.gateway.redis.RedisUnavailableException;
import dev.carillon.gateway.statistics.ConnectionStatistics;
import dev.carillon.gateway.statistics.Revocations;
import dev.carillon.gateway.ticket.Grant;
import dev.carillon.gateway.ticket.Tickets;
import dev.carillon.openapi.Described;
import dev.carillon.openapi.Descriptions;
import dev.carillon.platform.security.Role;
import dev.carillon.platform.web.Problems;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The HTTP routes and the code that answers them.
public final class Routes {
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Tickets tickets;
    private final ConnectionStatistics statistics;
    private final Revocations revocations;
    private final List<Route> all;

    public Routes(Tickets tickets, ConnectionStatistics statistics, Revocations revocations) {
        this.tickets = tickets;
        this.statistics = statistics;
        this.revocations = revocations;
        Descriptions descriptions = new Descriptions();
        this.all =
                List.of(
                        new Route(
                                HttpMethod.POST,
                                "/api/v1/realtime/tickets",
                                Role.USER,
                                Set.of(),
                                this::ticket),
                        new Route(
                                HttpMethod.GET,
                                "/api/v1/realtime/stats",
                                Role.SUPPORT,
                                Set.of("recipient"),
                                this::statistics),
                        new Route(
                                HttpMethod.DELETE,
                                "/api/v1/realtime/connections/{recipient}",
                                Role.ADMIN,
                                Set.of(),
                                this::revoke),
                        new Route(
                                HttpMethod.GET,
                                "/v3/api-docs/gateway",
                                null,
                                Set.of(),
                                (call, caller) ->
                                        HttpAnswer.document(descriptions.json(Described.GATEWAY))));
    }

    List<Route> all() {
        return all;
    }

    private HttpAnswer ticket(HttpCall call, HttpCall.@Nullable Authenticated caller) {
        var authenticated = Objects.requireNonNull(caller);
        return withRedis(() ->
                HttpAnswer.json(
                        201,
                        tickets.issue(
                                new Grant(
                                        authenticated.caller().key(),
                                        authenticated.tokenExpiresAt()))));
    }

    private HttpAnswer statistics(HttpCall call, HttpCall.@Nullable Authenticated caller) {
        String recipient = call.parameter("recipient");
        return HttpAnswer.json(
                200,
                statistics.answer(
                        recipient == null
                                ? null
                                : recipient(Objects.requireNonNull(caller), recipient)));
    }

    private HttpAnswer revoke(HttpCall call, HttpCall.@Nullable Authenticated caller) {
        RecipientKey recipient =
                recipient(Objects.requireNonNull(caller), Objects.requireNonNull(call.variable()));
        return withRedis(() -> {
            revocations.revoke(recipient);
            return HttpAnswer.empty(204);
        });
    }

    private static RecipientKey recipient(HttpCall.Authenticated caller, String recipient) {
        if (!RecipientKey.isRecipient(recipient)) {
            throw Problems.badRequest(
                    ErrorCode.INVALID_RECIPIENT,
                    "recipient",
                    "recipient is not a valid recipient id",
                    RecipientKey.RECIPIENT_ALLOWED);
        }
        return new RecipientKey(caller.caller().tenant(), recipient);
    }

    private static HttpAnswer withRedis(java.util.function.Supplier<HttpAnswer> answer) {
        try {
            return answer.get();
        } catch (RedisUnavailableException e) {
            throw Problems.unavailable(RETRY, "Redis does not answer");
        }
    }

    /// The [Problem] for a path without a route.
    static HttpAnswer unknown(String path) {
        return HttpAnswer.fault(ErrorCode.NOT_FOUND, "the resource does not exist");
    }
}
