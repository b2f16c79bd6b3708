package dev.carillon.api.deadletter;

import dev.carillon.events.ErrorCode;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.Pages;
import dev.carillon.platform.web.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Dead letters of the caller's tenant: support looks, an admin settles.
@RestController
@RequestMapping("/api/v1/admin/dead-letters")
@Tag(
        name = "Dead letters",
        description = "Records that were given up, with the reason; requeue or discard them.")
class DeadLetterController {
    private static final Set<String> STATES = Set.of("dead", "requeued", "discarded");

    private final DeadLetterTable table;
    private final SettleDeadLetter settle;

    DeadLetterController(DeadLetterTable table, SettleDeadLetter settle) {
        this.table = table;
        this.settle = settle;
    }

    record Page(List<DeadLetter> items, @Nullable String nextCursor) {}

    /// @param value as text where it is UTF-8, else `value_base64`
    record Whole(DeadLetter deadLetter, @Nullable String value, @Nullable String valueBase64) {}

    record Stats(List<DeadLetterTable.Stat> items) {}

    @GetMapping
    @Operation(summary = "List dead letters", description = "Newest first.")
    Page list(
            Caller caller,
            @Parameter(description = "dead, requeued or discarded") @RequestParam(required = false)
                    @Nullable String state,
            @RequestParam(required = false) @Nullable String code,
            @Parameter(description = "Full name of the topic where it stood")
                    @RequestParam(required = false)
                    @Nullable String topic,
            @RequestParam(required = false) @Nullable String service,
            @RequestParam(required = false) @Nullable String recipient,
            @RequestParam(required = false) @Nullable String type,
            @Parameter(description = "1 to 100") @RequestParam(defaultValue = "20") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = Pages.limit(limit);
        if (state != null && !STATES.contains(state)) {
            throw Problems.badRequest(
                    ErrorCode.INVALID_PARAMETER,
                    "state",
                    "state is not known",
                    "dead, requeued or discarded");
        }
        List<DeadLetter> found =
                table.find(
                        new DeadLetterTable.Filter(
                                caller.tenant(),
                                state,
                                code == null ? null : DeadLetterListener.code(code),
                                topic,
                                service,
                                recipient,
                                type,
                                Pages.position(
                                        cursor, text -> Long.parseLong(text, Character.MAX_RADIX))),
                        size + 1);
        return new Page(
                Pages.shown(found, size),
                Pages.next(
                        found, size, last -> Long.toString(last.position(), Character.MAX_RADIX)));
    }

    @GetMapping("/stats")
    @Operation(summary = "Count dead letters", description = "By state, code and topic.")
    Stats stats(Caller caller) {
        return new Stats(table.stats(caller.tenant()));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Read a dead letter whole")
    Whole one(Caller caller, @PathVariable UUID id) {
        DeadLetter letter =
                table.find(caller.tenant(), id).orElseThrow(() -> Problems.notFound("dead letter"));
        byte[] value = table.value(id);
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
            return new Whole(letter, text, null);
        } catch (CharacterCodingException binary) {
            return new Whole(letter, null, Base64.getEncoder().encodeToString(value));
        }
    }

    @PostMapping("/{id}/requeue")
    @Operation(
            summary = "Send it to its first topic once more",
            description =
                    "Key, headers and value as they came; a mail with the next generation. 409 when it was settled before, or when"
                            + " whom an event or request reached is no longer remembered.")
    DeadLetter requeue(Caller caller, @PathVariable UUID id) {
        return settle.requeue(caller, id);
    }

    @PostMapping("/{id}/discard")
    @Operation(summary = "Give it up for good", description = "409 when it was settled before.")
    DeadLetter discard(Caller caller, @PathVariable UUID id) {
        return settle.discard(caller, id);
    }
}
