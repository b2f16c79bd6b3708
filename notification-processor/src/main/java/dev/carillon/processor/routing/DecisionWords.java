package dev.carillon.processor.routing;

import dev.carillon.events.Channel;
import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.Reasons;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A decision in words that the person understands.
final class DecisionWords {
    private static final Map<String, String> WHY_NOT =
            Map.ofEntries(
                    Map.entry(Reasons.ERASED, "the recipient was erased"),
                    Map.entry(Reasons.EXPIRED, "it was over by then"),
                    Map.entry(Reasons.DUPLICATE, "it repeats one that was told before"),
                    Map.entry(Reasons.MUTED, "muted in the preferences"),
                    Map.entry(Reasons.CHANNEL_OFF, "switched off"),
                    Map.entry(
                            Reasons.DIGEST_NEVER, "it belongs into a digest, and digests are off"),
                    Map.entry(Reasons.NOT_IN_TYPE, "this kind of notification does not use it"),
                    Map.entry(Reasons.NOT_REQUESTED, "the sender did not ask for it"));

    private DecisionWords() {}

    static String of(Map<Channel, ChannelOutcome> outcomes) {
        List<String> parts = new ArrayList<>();
        outcomes.forEach((channel, outcome) -> parts.add(part(channel, outcome)));
        String text = String.join("; ", parts);
        return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1) + ".";
    }

    private static String part(Channel channel, ChannelOutcome outcome) {
        String place = channel == Channel.EMAIL ? "by mail" : "in the inbox";
        return switch (outcome.outcome()) {
            case SENT -> place + sent(outcome.reason());
            case DEFERRED ->
                    outcome.dueAt() == null
                            ? place + " with the next digest"
                            : place + " after quiet hours, at " + outcome.dueAt();
            case SUPPRESSED ->
                    "not "
                            + place
                            + ": "
                            + WHY_NOT.getOrDefault(outcome.reason(), outcome.reason());
        };
    }

    private static String sent(String reason) {
        return switch (reason) {
            case Reasons.CRITICAL -> " at once, since it is critical";
            case Reasons.URGENT -> " at once, since it is urgent";
            case Reasons.QUIET_HOURS -> " without a sound, since these are quiet hours";
            default -> " at once";
        };
    }
}
