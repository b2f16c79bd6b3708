package dev.carillon.api.local;

import dev.carillon.api.web.JsonFields;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.config.ConditionalOnLocalMode;
import dev.carillon.platform.security.LocalTokens;
import dev.carillon.platform.security.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Issues tokens to any caller. It exists in local mode only, where the service listens on the loopback interface.
@RestController
@ConditionalOnLocalMode
@ConditionalOnProperty("carillon.security.secret")
class LocalTokenController {
    private static final Duration VALID = Duration.ofHours(12);
    private static final Set<Role> ALL = Set.copyOf(EnumSet.allOf(Role.class));

    private final LocalTokens tokens;
    private final Clock clock;

    LocalTokenController(LocalTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    record LocalToken(String token, String tenant, String recipient, Instant expiresAt) {}

    @PostMapping("/local/tokens")
    ResponseEntity<LocalToken> mint(@RequestBody JsonNode body) {
        JsonFields fields = JsonFields.of(body).onlyKnown("recipient", "roles", "tenant");
        String recipient = fields.text("recipient", 128);
        if (recipient == null || !RecipientKey.isRecipient(recipient)) {
            fields.refuse(
                    "recipient",
                    ErrorCode.INVALID_RECIPIENT,
                    recipient == null ? "is missing" : "is not a valid recipient id",
                    RecipientKey.RECIPIENT_ALLOWED);
        }
        String tenant = fields.text("tenant", 64);
        if (tenant != null && !RecipientKey.isTenant(tenant)) {
            fields.refuse(
                    "tenant",
                    ErrorCode.INVALID_TENANT,
                    "is not a valid tenant",
                    RecipientKey.TENANT_ALLOWED);
        }
        Set<Role> roles = fields.someOf("roles", ALL);
        fields.refuseIfFaulty();
        if (recipient == null) {
            throw new IllegalStateException("a missing recipient was refused above");
        }
        String of = tenant == null ? RecipientKey.DEFAULT_TENANT : tenant;
        Set<Role> with = roles == null || roles.isEmpty() ? Set.of(Role.USER) : roles;
        Instant expiresAt = clock.instant().plus(VALID).truncatedTo(ChronoUnit.SECONDS);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(
                        new LocalToken(
                                tokens.mint(of, recipient, with, VALID), of, recipient, expiresAt));
    }
}
