package dev.carillon.local.demo;

import dev.carillon.events.RecipientKey;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Finds the people in payloads: every object with a valid `login` and the type `User`.
final class People {
    private People() {}

    /// Names by login; the login itself when there is no name.
    static Map<String, String> in(Iterable<WebhookLine.Webhook> webhooks) {
        Map<String, String> people = new TreeMap<>();
        webhooks.forEach(webhook -> collect(webhook.payload(), people));
        return people;
    }

    private static void collect(JsonNode json, Map<String, String> people) {
        if (json.isObject()
                && json.path("type").asString("").equals("User")
                && json.path("login").isString()
                && RecipientKey.isRecipient(json.path("login").stringValue())) {
            String login = json.path("login").stringValue();
            String name = json.path("name").isString() ? json.path("name").stringValue() : login;
            people.merge(login, name, (known, told) -> known.equals(login) ? told : known);
        }
        json.forEach(child -> collect(child, people));
    }
}
