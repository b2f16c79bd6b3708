package dev.carillon.api.recipient;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.Problems;
import dev.carillon.platform.web.QueryReader;
import java.net.URI;
import org.jspecify.annotations.Nullable;
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
class RecipientController {
    private final Recipients recipients;
    private final ChangeRecipients change;

    RecipientController(Recipients recipients, ChangeRecipients change) {
        this.recipients = recipients;
        this.change = change;
    }

    @GetMapping("/{recipient}")
    RecipientAnswer get(Caller caller, @PathVariable String recipient) {
        return recipients
                .find(key(caller, recipient))
                .map(RecipientRow::answer)
                .orElseThrow(() -> Problems.notFound("recipient " + recipient));
    }

    @PutMapping("/{recipient}")
    ResponseEntity<RecipientAnswer> put(
            Caller caller, @PathVariable String recipient, @RequestBody JsonNode body) {
        ChangeRecipients.Written written = change.put(key(caller, recipient), body);
        return written.created()
                ? ResponseEntity.created(URI.create("/api/v1/recipients/" + recipient))
                        .body(written.answer())
                : ResponseEntity.ok(written.answer());
    }

    @PatchMapping("/{recipient}")
    RecipientAnswer patch(
            Caller caller, @PathVariable String recipient, @RequestBody JsonNode body) {
        return change.patch(key(caller, recipient), body).answer();
    }

    @DeleteMapping("/{recipient}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable String recipient) {
        change.delete(key(caller, recipient));
    }

    @PostMapping("/bulk")
    BulkAnswer bulk(
            Caller caller,
            QueryReader query,
            @RequestParam(name = "only_new", required = false) @Nullable String onlyNew,
            @RequestBody JsonNode body) {
        boolean leavesKnown = query.flag("only_new", onlyNew);
        query.check();
        return change.bulk(caller.tenant(), body, leavesKnown);
    }

    private static RecipientKey key(Caller caller, String recipient) {
        if (!RecipientKey.isRecipient(recipient)) {
            throw Problems.badRequest(
                    ErrorCode.INVALID_RECIPIENT,
                    "recipient",
                    "The path does not contain a valid recipient id",
                    RecipientKey.RECIPIENT_ALLOWED);
        }
        return new RecipientKey(caller.tenant(), recipient);
    }
}
