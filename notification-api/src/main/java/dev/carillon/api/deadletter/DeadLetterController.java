package dev.carillon.api.deadletter;

import dev.carillon.events.CursorMark;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.Pages;
import dev.carillon.platform.web.Problems;
import dev.carillon.platform.web.QueryReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Dead letters of the caller's tenant. Support may read them; only an admin may requeue or discard them.
@RestController
@RequestMapping("/api/v1/admin/dead-letters")
class DeadLetterController {
    private static final int PAGE = 20;
    private static final List<String> STATES = List.of("dead", "requeued", "discarded");

    private final DeadLetterTable table;
    private final SettleDeadLetter settle;

    DeadLetterController(DeadLetterTable table, SettleDeadLetter settle) {
        this.table = table;
        this.settle = settle;
    }

    record Page(List<DeadLetter> items, @Nullable String nextCursor) {}

    /// @param value the record's value if it is valid UTF-8, else null and `value_base64` is set
    record Whole(DeadLetter deadLetter, @Nullable String value, @Nullable String valueBase64) {}

    record Stats(List<DeadLetterTable.Stat> items) {}

    @GetMapping
    Page list(
            Caller caller,
            QueryReader query,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String topic,
            @RequestParam(required = false) @Nullable String service,
            @RequestParam(required = false) @Nullable String recipient,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = query.limit(limit, PAGE);
        query.oneOf("state", state, STATES);
        String mark = CursorMark.of("admin/dead-letters", caller.tenant(), recipient);
        Long before =
                query.position(cursor, mark, text -> Long.parseLong(text, Character.MAX_RADIX));
        query.check();
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
                                before),
                        size + 1);
        return new Page(
                Pages.shown(found, size),
                Pages.next(
                        found,
                        size,
                        mark,
                        last -> Long.toString(last.position(), Character.MAX_RADIX)));
    }

    @GetMapping("/stats")
    Stats stats(Caller caller) {
        return new Stats(table.stats(caller.tenant()));
    }

    @GetMapping("/{id}")
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
    DeadLetter requeue(Caller caller, @PathVariable UUID id) {
        return settle.requeue(caller, id);
    }

    @PostMapping("/{id}/discard")
    DeadLetter discard(Caller caller, @PathVariable UUID id) {
        return settle.discard(caller, id);
    }
}
