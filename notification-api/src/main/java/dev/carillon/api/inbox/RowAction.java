package dev.carillon.api.inbox;

import dev.carillon.events.ClientAction;
import dev.carillon.events.Stages;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What can be done to a row. The first seven are a person's actions; the rest are done by timers.
enum RowAction {
    SEEN(Stages.SEEN, "Seen."),
    READ(Stages.READ, "Read."),
    UNREAD(null, null),
    CLICKED(Stages.CLICKED, "Opened with a click."),
    ARCHIVE(null, null),
    UNARCHIVE(null, null),
    DELETE(Stages.DELETED, "Deleted by the recipient."),
    EXPIRED(Stages.EXPIRED, "Expired and removed from the inbox."),
    REMOVED(Stages.DELETED, "Removed at the end of its retention.");

    /// The actions of `POST /notifications/mark`, as error messages list them.
    static final String MARKS =
            Arrays.stream(values())
                    .filter(RowAction::isPersons)
                    .map(RowAction::key)
                    .collect(Collectors.joining(", "));

    private final @org.jspecify.annotations.Nullable String stage;
    private final @org.jspecify.annotations.Nullable String text;

    RowAction(
            @org.jspecify.annotations.Nullable String stage,
            @org.jspecify.annotations.Nullable String text) {
        this.stage = stage;
        this.text = text;
    }

    /// The name in JSON.
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The timeline stage that the action reaches, with its text.
    Optional<Stage> stage() {
        return stage == null || text == null
                ? Optional.empty()
                : Optional.of(new Stage(stage, text));
    }

    boolean isPersons() {
        return compareTo(DELETE) <= 0;
    }

    static Optional<RowAction> ofMark(String key) {
        return Arrays.stream(values())
                .filter(action -> action.isPersons() && action.key().equals(key))
                .findFirst();
    }

    /// The row action of a client's action; empty for the actions that concern no row.
    static Optional<RowAction> of(ClientAction.Action action) {
        return switch (action) {
            case MARK_SEEN -> Optional.of(SEEN);
            case MARK_READ, MARK_ALL_READ -> Optional.of(READ);
            case MARK_UNREAD -> Optional.of(UNREAD);
            case ARCHIVE -> Optional.of(ARCHIVE);
            case CLICKED -> Optional.of(CLICKED);
            case GET_UNREAD_COUNT -> Optional.empty();
        };
    }

    record Stage(String key, String text) {}
}
