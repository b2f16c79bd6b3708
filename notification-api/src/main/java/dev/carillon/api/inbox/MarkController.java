package dev.carillon.api.inbox;

import dev.carillon.api.web.JsonFields;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.InboxRow;
import dev.carillon.events.Problem;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.rest.MarkAnswer;
import dev.carillon.events.rest.StatesAnswer;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The endpoints that change a person's inbox.
@RestController
@RequestMapping("/api/v1/notifications")
class MarkController {
    private static final int MOST_STATES = 1_000;

    private final MarkInbox mark;
    private final ReadInbox inbox;
    private final LogEnds logEnds;
    private final InboxProperties properties;

    MarkController(MarkInbox mark, ReadInbox inbox, LogEnds logEnds, InboxProperties properties) {
        this.mark = mark;
        this.inbox = inbox;
        this.logEnds = logEnds;
        this.properties = properties;
    }

    @PatchMapping("/{id}")
    InboxRow patch(Caller caller, @PathVariable UUID id, @RequestBody JsonNode body) {
        JsonFields fields =
                JsonFields.of(body).onlyKnown("seen", "read", "clicked", "archived", "seq");
        List<RowAction> actions = MarkRequest.patch(fields);
        Long seq = MarkRequest.number(fields, "seq");
        fields.refuseIfFaulty();
        return switch (mark.rows(caller.key(), List.of(id), actions, seq)) {
            case MarkInbox.Marked.Unknown unknown -> throw Problems.notFound("notification");
            case MarkInbox.Marked.Done done -> {
                StoredRow row = done.shown().getFirst();
                if (row.isDeleted()) {
                    throw Problems.notFound("notification");
                }
                yield row.shown();
            }
        };
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable UUID id) {
        MarkInbox.Marked marked =
                mark.rows(caller.key(), List.of(id), List.of(RowAction.DELETE), null);
        if (marked instanceof MarkInbox.Marked.Unknown) {
            throw Problems.notFound("notification");
        }
    }

    @PostMapping("/mark")
    MarkAnswer mark(Caller caller, @RequestBody JsonNode body) {
        MarkRequest request = MarkRequest.of(body);
        RecipientKey who = caller.key();
        LogEnds.Position end = logEnds.of(who);
        MarkInbox.Marked.Done done = mark(who, request);
        return new MarkAnswer(
                done.rows(),
                done.counts(),
                end.cursor(done.epoch(), done.counts().seq()).encoded(who));
    }

    @PostMapping("/states")
    StatesAnswer states(Caller caller, @RequestBody JsonNode body) {
        JsonFields fields = JsonFields.of(body).onlyKnown("ids");
        String allowed = "1 to 1,000 ids of notifications";
        Set<UUID> ids = MarkRequest.ids(fields, MOST_STATES, allowed);
        if (!fields.has("ids")) {
            fields.refuse("ids", ErrorCode.MISSING, "is missing", allowed);
        }
        fields.refuseIfFaulty();
        ReadInbox.States states = inbox.states(tenantOf(caller), ids == null ? Set.of() : ids);
        return new StatesAnswer(states.seen(), states.removed());
    }

    /// The tenant whose notifications a service may ask about; null means every tenant.
    private @Nullable String tenantOf(Caller service) {
        return properties.crossTenantServices().contains(service.recipient())
                ? null
                : service.tenant();
    }

    private MarkInbox.Marked.Done mark(RecipientKey who, MarkRequest request) {
        Set<UUID> ids = request.ids();
        if (ids == null) {
            return mark.all(who, request.action(), request.upto(), request.category());
        }
        return switch (mark.rows(who, ids, List.of(request.action()), request.seq())) {
            case MarkInbox.Marked.Done done -> done;
            case MarkInbox.Marked.Unknown unknown -> throw notFound(ids, unknown.ids());
        };
    }

    private static RuntimeException notFound(Set<UUID> ids, Set<UUID> unknown) {
        List<Problem.FieldError> errors = new ArrayList<>();
        int element = 0;
        for (UUID id : ids) {
            if (unknown.contains(id)) {
                errors.add(
                        new Problem.FieldError(
                                "ids[" + element + "]",
                                ErrorCode.NOT_FOUND,
                                "the notification does not exist",
                                "ids of the caller's own notifications"));
            }
            element++;
        }
        return Problems.notFound("notification", errors);
    }
}
