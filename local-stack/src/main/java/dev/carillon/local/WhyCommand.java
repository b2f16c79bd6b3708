package dev.carillon.local;

import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// `./carillon why <id>`: the timeline of a notification or of an event, in words.
final class WhyCommand {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private WhyCommand() {}

    /// @param source the event's source, when its id alone is not enough
    static int run(Path directory, String id, Optional<String> source) {
        LocalApi api = LocalApi.in(directory);
        String token = api.token("carillon-cli", List.of("support"));
        List<JsonNode> items = List.of();
        if (source.isEmpty() && UUID.matcher(id).matches()) {
            items = timeline(api, token, "notification_id=" + encode(id));
        }
        if (items.isEmpty()) {
            String narrowed = source.map(text -> "&event_source=" + encode(text)).orElse("");
            items = timeline(api, token, "event_id=" + encode(id) + narrowed);
        }
        if (items.isEmpty()) {
            throw new StackException(
                    "Nothing is known of "
                            + id
                            + ": it is neither a notification's id nor that of an event which was taken in.");
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

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void print(List<JsonNode> items, PrintStream out) {
        for (JsonNode item : items) {
            out.printf(
                    "%s  %-14s %s%n",
                    item.path("at").asString(""),
                    item.path("stage").asString(""),
                    item.path("text").asString(""));
            detail(item, "recipient", out);
            detail(item, "type", out);
            detail(item, "notification_id", out);
            item.path("channels")
                    .properties()
                    .forEach(channel ->
                            out.printf(
                                    "    %-16s %s%s%n",
                                    channel.getKey(),
                                    channel.getValue().path("outcome").asString(""),
                                    reason(channel.getValue())));
        }
    }

    private static String reason(JsonNode channel) {
        String reason = channel.path("reason").asString("");
        return reason.isEmpty() ? "" : " (" + reason + ")";
    }

    private static void detail(JsonNode item, String field, PrintStream out) {
        String value = item.path(field).asString("");
        if (!value.isEmpty()) {
            out.printf("    %-16s %s%n", field.replace('_', ' '), value);
        }
    }
}
