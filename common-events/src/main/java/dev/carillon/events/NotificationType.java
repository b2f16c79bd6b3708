package dev.carillon.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A notification type with its rules and templates: the content of a YAML file, and the record of
/// `notification-types`, keyed `tenant/key`. Expressions and templates were compiled before it was stored, so a reader
/// may rely on them.
///
/// @param version grows by one with each change
/// @param critical ignores every mute, switch, throttle and quiet hours
/// @param notifyActor whether a recipient who is one of the rule's actors is notified too; false suppresses with
///     `own_action`
/// @param channels the channels that it uses, and their default for people who did not set them; an absent channel is
///     not used
/// @param dedup which events count as duplicates
/// @param expiresAfter counted from the event's time; null means never
/// @param dataSchema JSON Schema of `data`, or null
/// @param templates by channel, then locale (`en` is required); a channel without its own uses the template of `in_app`
/// @param deleted withdrawn: used for no new decisions, still known for earlier ones
public record NotificationType(
        String tenant,
        String key,
        long version,
        @Nullable String label,
        String category,
        Priority priority,
        Level level,
        boolean critical,
        boolean notifyActor,
        Map<Channel, Switch> channels,
        @Nullable Dedup dedup,
        @Nullable Duration expiresAfter,
        @Nullable Map<String, Object> dataSchema,
        List<Rule> rules,
        Map<Channel, Map<String, Template>> templates,
        boolean deleted) {
    public NotificationType {
        channels = Copies.map(channels);
        rules = Copies.list(rules);
        templates = Copies.map(templates);
    }

    /// Which events of the same tenant, type and recipient count as duplicates.
    ///
    /// @param key a CEL expression over the event that yields a text
    /// @param window events closer than this to the event time of the first one, before or after, are duplicates
    public record Dedup(String key, Duration window) {}

    /// Which events trigger the type, and what is picked from them. All expressions are CEL over `event` (`id`,
    /// `source`, `type`, `subject`, `time`) and `data` (the event's data).
    ///
    /// @param event a CloudEvent type, exact
    /// @param condition yields a boolean; null means always
    /// @param recipients yields a text or a list of texts: recipient ids
    /// @param data by name: the values for templates and the notification's `data`
    /// @param actors yields a text or a list of texts: the recipient ids of those who acted
    /// @param actionUrl yields a text; null means the template's
    public record Rule(
            String event,
            @Nullable String condition,
            String recipients,
            Map<String, String> data,
            @Nullable String actors,
            @Nullable String actionUrl,
            @Nullable String imageUrl) {
        public Rule {
            data = Copies.map(data);
        }
    }

    /// Logic-less templates over the picked data and `recipient`.
    ///
    /// @param title of the row; the subject of a mail
    /// @param text plain text
    /// @param button its label
    public record Template(
            String title,
            @Nullable String text,
            @Nullable String actionUrl,
            @Nullable String imageUrl,
            @Nullable String button) {}
}
