package dev.carillon.api.trigger;

import dev.carillon.events.rest.RequestAnswer;
import dev.carillon.events.rest.TriggerAnswer;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.Problems;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1")
class TriggerController {
    /// Set on an answer that an earlier call with the same Idempotency-Key already got.
    static final String REPLAYED = "Idempotency-Replayed";

    private final SubmitNotification submit;
    private final RequestTable requests;

    TriggerController(SubmitNotification submit, RequestTable requests) {
        this.submit = submit;
        this.requests = requests;
    }

    @PostMapping("/notifications")
    ResponseEntity<TriggerAnswer> trigger(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable String idempotencyKey,
            @RequestBody JsonNode body) {
        SubmitNotification.Submitted submitted = submit.submit(caller, body, idempotencyKey);
        ResponseEntity.BodyBuilder answer = ResponseEntity.accepted();
        if (submitted.replayed()) {
            answer.header(REPLAYED, "true");
        }
        return answer.body(submitted.answer());
    }

    @GetMapping("/requests/{requestId}")
    RequestAnswer request(Caller caller, @PathVariable String requestId) {
        return requestId(requestId)
                .flatMap(id -> requests.find(caller.tenant(), id))
                .orElseThrow(() -> Problems.notFound("request"));
    }

    private static java.util.Optional<UUID> requestId(String text) {
        try {
            // UUID.fromString also accepts shorter forms
            return java.util.Optional.of(text)
                    .filter(given -> given.length() == 36)
                    .map(UUID::fromString);
        } catch (IllegalArgumentException none) {
            return java.util.Optional.empty();
        }
    }
}
