package dev.carillon.api.recipient;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/recipients")
@Tag(name = "Recipients", description = "Who can be told, and where. Role: service.")
class RecipientController {
    private final Recipients recipients;
    private final ChangeRecipients change;

    RecipientController(Recipients recipients, ChangeRecipients change) {
        this.recipients = recipients;
        this.change = change;
    }

    @GetMapping("/{recipient}")
    @Operation(summary = "Read a recipient")
    RecipientAnswer get(Caller caller, @PathVariable String recipient) {
        return recipients
                .find(key(caller, recipient))
                .map(RecipientRow::answer)
                .orElseThrow(() -> Problems.notFound("recipient " + recipient));
    }

    @PutMapping("/{recipient}")
    @Operation(
            summary = "Put a recipient",
            description =
                    "Replaces the recipient as a whole; the same content again changes nothing.")
    @ApiResponse(responseCode = "200", description = "It was there already")
    @ApiResponse(responseCode = "201", description = "It is new")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = RecipientProfile.class)))
    ResponseEntity<RecipientAnswer> put(
            Caller caller, @PathVariable String recipient, @RequestBody JsonNode body) {
        ChangeRecipients.Written written = change.put(key(caller, recipient), body);
        return written.created()
                ? ResponseEntity.created(URI.create("/api/v1/recipients/" + recipient))
                        .body(written.answer())
                : ResponseEntity.ok(written.answer());
    }

    @PatchMapping("/{recipient}")
    @Operation(
            summary = "Change fields of a recipient",
            description = "What is present replaces, `null` clears, what is absent stays.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = RecipientProfile.class)))
    RecipientAnswer patch(
            Caller caller, @PathVariable String recipient, @RequestBody JsonNode body) {
        return change.patch(key(caller, recipient), body).answer();
    }

    @DeleteMapping("/{recipient}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Delete a recipient",
            description = "204, also again. Their inbox stays; erasing is another call.")
    void delete(Caller caller, @PathVariable String recipient) {
        change.delete(key(caller, recipient));
    }

    @PostMapping("/bulk")
    @Operation(
            summary = "Put up to 1,000 recipients",
            description =
                    "Each item has its own result; a refused one does not hinder the others. With `only_new` those"
                            + " that are there already are left alone.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = BulkBody.class)))
    BulkAnswer bulk(
            Caller caller,
            @RequestParam(name = "only_new", defaultValue = "false") boolean onlyNew,
            @RequestBody JsonNode body) {
        return change.bulk(caller.tenant(), body, onlyNew);
    }

    private static RecipientKey key(Caller caller, String recipient) {
        if (!RecipientKey.isRecipient(recipient)) {
            throw Problems.badRequest(
                    ErrorCode.INVALID_RECIPIENT,
                    "recipient",
                    "The path names no recipient id",
                    RecipientKey.RECIPIENT_ALLOWED);
        }
        return new RecipientKey(caller.tenant(), recipient);
    }

    /// The body of a bulk call, for the API's description.
    record BulkBody(List<BulkRecipient> recipients) {}

    @Schema(description = "A recipient with its id")
    record BulkRecipient(
            @Schema(description = RecipientKey.RECIPIENT_ALLOWED, example = "ann") String recipient,
            @Schema(example = "ann@mail.example") String email) {}
}
