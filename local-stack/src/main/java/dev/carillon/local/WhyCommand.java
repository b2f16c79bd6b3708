package dev.carillon.local;

import dev.carillon.events.Quoted;
import dev.carillon.events.Reasons;
import dev.carillon.events.Rfc3339;
import dev.carillon.events.Stages;
import dev.carillon.events.TimeText;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// `./carillon why <id>`: prints the timeline of a notification or event in words, with every detail. Control
/// characters in texts of users or programs are escaped, because the output goes to a terminal.
final class WhyCommand {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final List<String> ABOUT =
            List.of(
                    "recipient",
                    "type",
                    "notification_id",
                    "event_source",
                    "event_id",
                    "request_id");

    private WhyCommand() {}

    /// @param source the event's source, needed when several sources use the same event id
    static int run(RunningStack.Search search, String id, Optional<String> source) {
        LocalApi api = new LocalApi(search.find().api());
        String token = api.token("carillon-cli", List.of("support"));
        List<JsonNode> items = List.of();
        if (source.isEmpty() && UUID.matcher(id).matches()) {
            items = timeline(api, token, "notification_id=" + encode(id));
        }
        if (items.isEmpty()) {
            items = timeline(api, token, ofEvent(id, source));
        }
        if (items.isEmpty()) {
            throw new StackException(
                    "No notification or event has the id %s. It may not have arrived yet. Events that matched no rule are kept for 7 days."
                            .formatted(Quoted.of(id)));
        }
        print(items, System.out);
        return 0;
    }

    static List<JsonNode> timeline(LocalApi api, String token, String query) {
        List<JsonNode> items = new ArrayList<>();
        String from = "";
        do {
            JsonNode page = api.get("/api/v1/timeline?limit=100&" + query + from, token);
            page.path("items").forEach(items::add);
            String next = page.path("next_cursor").asString("");
            from = next.isEmpty() ? "" : "&cursor=" + encode(next);
        } while (!from.isEmpty());
        return items;
    }

    static String ofEvent(String id, Optional<String> source) {
        return "event_id="
                + encode(id)
                + source.map(text -> "&event_source=" + encode(text)).orElse("");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static void print(List<JsonNode> items, PrintStream out) {
        for (JsonNode item : items) {
            String stage = item.path("stage").asString("");
            out.printf(
                    "%s  %-14s %s%n",
                    at(item.path("at").asString("")),
                    stage,
                    Quoted.plain(item.path("text").asString(Stages.meaning(stage))));
            for (String field : ABOUT) {
                detail(field, item.path(field), out);
            }
            item.path("channels")
                    .properties()
                    .forEach(channel -> line(channel.getKey(), ofChannel(channel.getValue()), out));
            item.path("details")
                    .properties()
                    .forEach(detail -> detail(detail.getKey(), detail.getValue(), out));
        }
    }

    private static String at(String instant) {
        return instant.isEmpty() ? instant : TimeText.logged(Rfc3339.parse(instant));
    }

    /// For example `deferred: collected for the recipient's next digest (digest, decided by type),
    /// due 2026-12-01T09:00:00Z`.
    private static String ofChannel(JsonNode channel) {
        String reason = channel.path("reason").asString("");
        String decidedBy = channel.path("decided_by").asString("");
        String due = channel.path("due_at").asString("");
        return channel.path("outcome").asString("")
                + (reason.isEmpty() ? "" : ": " + Reasons.meaning(reason) + " (" + reason)
                + (reason.isEmpty() || decidedBy.isEmpty() ? "" : ", decided by " + decidedBy)
                + (reason.isEmpty() ? "" : ")")
                + (due.isEmpty() ? "" : ", due " + TimeText.of(Rfc3339.parse(due), ZoneOffset.UTC));
    }

    private static void detail(String field, JsonNode value, PrintStream out) {
        String text = value.isString() ? value.asString() : value.toString();
        if (!value.isMissingNode() && !value.isNull() && !text.isEmpty()) {
            line(field, text, out);
        }
    }

    private static void line(String name, String text, PrintStream out) {
        out.printf("    %-17s  %s%n", Quoted.plain(name.replace('_', ' ')), Quoted.plain(text));
    }
}
