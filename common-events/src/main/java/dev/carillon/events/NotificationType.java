package dev.carillon.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A notification type with its rules and templates: what a YAML file says, and the record of `notification-types`, keyed
/// `tenant/key`. Expressions and templates were compiled once before it was stored, so a reader may rely on them.
///
/// @param version grows by one with each change
/// @param critical passes every mute, switch, throttle and quiet hours
/// @param notifyActor whether a recipient who is one of the rule's actors is notified too; false suppresses with `own_action`
/// @param channels the channels it uses, and whether a person has them on unless they say otherwise; what is absent is not used
/// @param dedup what makes two events one
/// @param expiresAfter from the event's time; null never
/// @param dataSchema JSON Schema of `data`, or null
/// @param templates by channel, then locale (`en` must be there); a channel without its own uses that of `in_app`
/// @param deleted withdrawn: no longer decided, still known for what was
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

    /// What makes two events one, for the same tenant, type and recipient.
    ///
    /// @param key a CEL expression over the event, to a text
    /// @param window events nearer than this to the owner's event time, before or after, are duplicates
    public record Dedup(String key, Duration window) {}

    /// Which events trigger the type, and what is taken from them. All expressions are CEL over `event` (`id`, `source`,
    /// `type`, `subject`, `time`) and `data` (the event's data).
    ///
    /// @param event a CloudEvent type, exact
    /// @param condition to a boolean; null always
    /// @param recipients to a text or a list of texts, recipient ids
    /// @param data by name: what templates and the notification's `data` hold
    /// @param actors to a text or a list of texts: the recipient ids of those who acted
    /// @param actionUrl to a text, or null for the template's
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
    /// @param title of the row; of mail the subject
    /// @param text plain text
    /// @param button its label
    public record Template(
            String title,
            @Nullable String text,
            @Nullable String actionUrl,
            @Nullable String imageUrl,
            @Nullable String button) {}
}
