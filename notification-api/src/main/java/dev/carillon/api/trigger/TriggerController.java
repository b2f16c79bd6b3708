package dev.carillon.api.trigger;

import dev.carillon.events.Problem;
import dev.carillon.events.rest.RequestAnswer;
import dev.carillon.events.rest.TriggerAnswer;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
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
@Tag(
        name = "Trigger",
        description = "Ask for notifications, and what became of them. Role: service.")
class TriggerController {
    /// Set on an answer that the same Idempotency-Key got before.
    static final String REPLAYED = "Idempotency-Replayed";

    private final SubmitNotification submit;
    private final RequestTable requests;

    TriggerController(SubmitNotification submit, RequestTable requests) {
        this.submit = submit;
        this.requests = requests;
    }

    @PostMapping("/notifications")
    @Operation(
            summary = "Notify one recipient or several",
            description =
                    "202 means: committed, and it will be decided. The ids are those that the recipients will see. With an"
                            + " `Idempotency-Key` the same call within 24 h has the same answer and asks for nothing again.")
    @ApiResponse(
            responseCode = "202",
            description = "Accepted",
            content = @Content(schema = @Schema(implementation = TriggerAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description = "Another call with this Idempotency-Key is under way",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            schema = @Schema(implementation = Problem.class)))
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = TriggerBody.class),
                            examples = {
                                @ExampleObject(
                                        name = "without a type",
                                        value =
                                                """
                                                {"recipients": ["ann"], "title": "Your export is ready",
                                                 "message": "It has 1,204 rows.", "action_url": "/exports/7"}
                                                """),
                                @ExampleObject(
                                        name = "of a type",
                                        value =
                                                """
                                                {"recipients": ["ann", "bob"], "type": "release-published",
                                                 "data": {"actor": "carol", "repository": "acme/shop", "name": "v2.1"}}
                                                """)
                            }))
    ResponseEntity<TriggerAnswer> trigger(
            Caller caller,
            @Parameter(description = "1 to 255 visible ASCII characters, made by the caller")
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
    @Operation(
            summary = "What became of a request",
            description =
                    "`decided` once every notification of it is; then each channel has its outcome and reason. One that failed"
                            + " has none; the timeline says why.")
    RequestAnswer request(Caller caller, @PathVariable String requestId) {
        return requestId(requestId)
                .flatMap(id -> requests.find(caller.tenant(), id))
                .orElseThrow(() -> Problems.notFound("request"));
    }

    private static java.util.Optional<UUID> requestId(String text) {
        try {
            return java.util.Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException none) {
            return java.util.Optional.empty();
        }
    }
}
