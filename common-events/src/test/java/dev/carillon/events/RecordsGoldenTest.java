package dev.carillon.events;

import dev.carillon.events.rest.TicketAnswer;
import dev.carillon.events.rest.TimelinePage;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The JSON of topics between services and of HTTP answers. Change these files only together with all their readers.
class RecordsGoldenTest {
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");
    private static final Instant LATER = Instant.parse("2026-11-22T07:00:00Z");
    private static final UUID ID = UUID.fromString("019a0000-0000-8abc-9def-000000000001");
    private static final UUID OTHER = UUID.fromString("019a0000-0000-8abc-9def-000000000002");

    @ParameterizedTest
    @MethodSource("shapes")
    void isWrittenAndReadAsPinned(String file, Object value) throws IOException {
        Golden.pins("records/" + file, value);
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of("notification", notification()),
                Arguments.of("email-immediate", immediate()),
                Arguments.of(
                        "email-digest",
                        new EmailMessage(
                                OTHER,
                                1,
                                EmailMessage.Kind.DIGEST,
                                "default",
                                "ann",
                                Priority.MEDIUM,
                                false,
                                List.of(notification()),
                                7,
                                new EmailMessage.Digest(
                                        "daily", LocalDate.parse("2026-11-22"), null),
                                AT,
                                AT)),
                Arguments.of(
                        "deferral-digest",
                        new Deferral(
                                ID,
                                0,
                                Channel.EMAIL,
                                "default",
                                "ann",
                                Reasons.DIGEST,
                                null,
                                notification(),
                                null,
                                AT)),
                Arguments.of(
                        "deferral-quota",
                        new Deferral(
                                ID,
                                1,
                                Channel.EMAIL,
                                "default",
                                "ann",
                                Reasons.QUOTA,
                                LATER,
                                null,
                                immediate(),
                                AT)),
                Arguments.of("timeline-decided", decided()),
                Arguments.of(
                        "timeline-page", new TimelinePage(List.of(decided()), "MjAyNi0xMS0yMSA3")),
                Arguments.of(
                        "recipient",
                        new Recipient(
                                "default",
                                "ann",
                                4,
                                "Ann",
                                "ann@mail.example",
                                "+4930123456",
                                "de",
                                "Europe/Berlin",
                                "https://img.example/ann.png",
                                Map.of("plan", "team"),
                                false,
                                false,
                                AT)),
                Arguments.of(
                        "preferences",
                        new Preferences(
                                "default",
                                "ann",
                                9,
                                Map.of(Channel.EMAIL, Switch.IMMEDIATE),
                                Map.of("comment", Map.of(Channel.EMAIL, Switch.DIGEST)),
                                Map.of("issue-comment", Map.of(Channel.IN_APP, Switch.OFF)),
                                new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 30)),
                                null,
                                false,
                                AT)),
                Arguments.of(
                        "request",
                        new NotificationRequest(
                                "default",
                                "request-1",
                                0,
                                "product",
                                AT,
                                3,
                                List.of(new NotificationRequest.RequestedRecipient("ann", 4, 9)),
                                "issue-assigned",
                                2,
                                "Yours",
                                "Please look",
                                Priority.HIGH,
                                Level.WARNING,
                                "assignment",
                                Map.of("n", 7),
                                "/issues/7",
                                "/icons/7.png",
                                LATER,
                                Set.of(Channel.IN_APP))),
                Arguments.of(
                        "announcement",
                        new Announcement(
                                ID,
                                "default",
                                "Tonight",
                                "From 22:00 on",
                                "/status",
                                Level.INFO,
                                AT)),
                Arguments.of(
                        "catalogue",
                        new Catalogue(
                                "default",
                                3,
                                Map.of("issue-assigned", 2L),
                                List.of(
                                        new Category(
                                                "assignment",
                                                "Assignment",
                                                10,
                                                "person",
                                                Map.of(Channel.EMAIL, Switch.DIGEST))),
                                AT)),
                Arguments.of("ticket", new TicketAnswer("a-ticket-of-one-use", LATER)),
                Arguments.of(
                        "problem",
                        new Problem(
                                "about:blank",
                                "Unprocessable Content",
                                422,
                                "recipients[0] is '!ann', which is not a valid recipient id",
                                null,
                                ErrorCode.INVALID_RECIPIENT,
                                ErrorClass.CALLER,
                                false,
                                List.of(
                                        new Problem.FieldError(
                                                "recipients[0]",
                                                ErrorCode.INVALID_RECIPIENT,
                                                "recipients[0] is '!ann', which is not a valid recipient id",
                                                RecipientKey.RECIPIENT_ALLOWED)))));
    }

    private static Notification notification() {
        return new Notification(
                ID,
                "default",
                "ann",
                "issue-assigned",
                2,
                "assignment",
                Priority.HIGH,
                Level.INFO,
                "Bob assigned you acme/shop#7",
                "Issue #7 is yours now.",
                Map.of("number", 7),
                "https://github.com/acme/shop/issues/7",
                "https://img.example/bob.png",
                List.of("bob"),
                1,
                OTHER,
                1,
                false,
                "recipient",
                false,
                AT,
                LATER,
                "https://github.com/acme/shop",
                "delivery-7",
                AT);
    }

    private static EmailMessage immediate() {
        return new EmailMessage(
                ID,
                0,
                EmailMessage.Kind.IMMEDIATE,
                "default",
                "ann",
                Priority.HIGH,
                true,
                List.of(notification()),
                1,
                null,
                AT,
                AT);
    }

    private static TimelineEntry decided() {
        return new TimelineEntry(
                OTHER,
                Stages.DECIDED,
                AT,
                "default",
                ID,
                "https://github.com/acme/shop",
                "delivery-7",
                "issue-assigned",
                "ann",
                null,
                Map.of(
                        "in_app",
                        new ChannelOutcome(
                                ChannelOutcome.Outcome.SENT, Reasons.IMMEDIATE, null, null),
                        "email",
                        new ChannelOutcome(
                                ChannelOutcome.Outcome.DEFERRED,
                                Reasons.QUIET_HOURS,
                                "quiet_hours",
                                LATER)),
                "Told in the app; the mail waits for 07:00.",
                Map.of("type_version", 2));
    }
}
