package dev.carillon.events;

import dev.carillon.events.rest.ChangesPage;
import dev.carillon.events.rest.MarkAnswer;
import dev.carillon.events.rest.NotificationPage;
import dev.carillon.events.rest.StatesAnswer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The JSON of the inbox for clients and services. Change these files only together with all their readers.
class InboxGoldenTest {
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
    private static final UUID ONE = UUID.fromString("019a0000-0000-8abc-9def-000000000001");
    private static final UUID TWO = UUID.fromString("019a0000-0000-8abc-9def-000000000002");
    private static final UUID ACTION = UUID.fromString("5a7c2f60-6a55-4c39-9d53-0b8f5d1f6a01");
    private static final Counts COUNTS =
            new Counts(
                    14,
                    new Counts.Tally(3, Map.of("assignment", 1L, "release", 2L)),
                    new Counts.Tally(2, Map.of("release", 2L)));
    private static final Counts NOTHING =
            new Counts(15, new Counts.Tally(0, Map.of()), new Counts.Tally(0, Map.of()));

    @ParameterizedTest
    @MethodSource("shapes")
    void isWrittenAndReadAsPinned(String file, Object value) throws IOException {
        Golden.pins("inbox/" + file, value);
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of("row", row()),
                Arguments.of(
                        "list",
                        new NotificationPage(
                                List.of(shortRow()), "bDEubw", null, COUNTS, "YzEuMS4xNC4yLjEwMA")),
                Arguments.of(
                        "changes",
                        new ChangesPage(
                                List.of(InboxRow.deleted(ONE, 15)),
                                NOTHING,
                                "YzEuMS4xNS4yLjEwMQ",
                                false,
                                false)),
                Arguments.of("counts", COUNTS),
                Arguments.of("mark", new MarkAnswer(2, COUNTS, "YzEuMS4xNC4yLjEwMA")),
                Arguments.of("states", new StatesAnswer(Set.of(ONE), Set.of(TWO))),
                Arguments.of(
                        "change-of-all", change(14L, null, "read", 12L, "release", ACTION, null)),
                Arguments.of(
                        "change-deleted",
                        change(15L, InboxRow.deleted(ONE, 15), "expired", null, null, null, null)),
                Arguments.of(
                        "answer-with-error",
                        change(
                                null,
                                null,
                                "archive",
                                null,
                                null,
                                ACTION,
                                new InboxChange.ActionError(
                                        "not_found", "The notification does not exist."))),
                Arguments.of(
                        "answer-with-counts",
                        new InboxChange(
                                InboxChange.Kind.COUNTS,
                                "default",
                                "ann",
                                1,
                                null,
                                null,
                                null,
                                null,
                                null,
                                ACTION,
                                null,
                                COUNTS,
                                AT)),
                Arguments.of(
                        "client-action",
                        new ClientAction(
                                "default",
                                "ann",
                                ACTION,
                                ClientAction.Action.MARK_ALL_READ,
                                null,
                                12L,
                                "release",
                                null,
                                AT)));
    }

    private static InboxChange change(
            Long seq,
            InboxRow row,
            String action,
            Long upto,
            String category,
            UUID actionId,
            InboxChange.ActionError error) {
        return new InboxChange(
                InboxChange.Kind.CHANGED,
                "default",
                "ann",
                1,
                seq,
                row,
                action,
                upto,
                category,
                actionId,
                error,
                COUNTS,
                AT);
    }

    private static InboxRow row() {
        return new InboxRow(
                ONE,
                "default",
                "issue-assigned",
                "assignment",
                Priority.HIGH,
                Level.INFO,
                "Bob assigned you an issue",
                "Crash when the list is empty",
                Map.of("number", 7, "repository", "octo/things"),
                "https://code.example/octo/things/issues/7",
                "https://code.example/bob.png",
                List.of("bob"),
                1,
                UUID.fromString("019a0000-0000-8abc-9def-000000000000"),
                false,
                "rule",
                AT,
                Instant.parse("2026-12-21T10:00:00Z"),
                AT.plusSeconds(60),
                AT.plusSeconds(120),
                13L,
                AT.plusSeconds(120),
                AT.plusSeconds(180),
                14L,
                null,
                null,
                false,
                12L,
                14);
    }

    private static InboxRow shortRow() {
        return new InboxRow(
                TWO,
                "default",
                "release-published",
                "release",
                Priority.MEDIUM,
                Level.SUCCESS,
                "octo/things 2.0",
                "",
                Map.of(),
                null,
                null,
                List.of(),
                0,
                null,
                true,
                null,
                AT,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                11L,
                11);
    }
}
