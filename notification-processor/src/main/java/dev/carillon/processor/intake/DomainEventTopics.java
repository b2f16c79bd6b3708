package dev.carillon.processor.intake;

import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.TopicNames;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Where domain events come from, as the property says: names, or one regular expression.
sealed interface DomainEventTopics {
    /// Topics in full.
    record Names(List<String> names) implements DomainEventTopics {}

    /// Whatever matches, now and later.
    record Matching(Pattern pattern) implements DomainEventTopics {}

    /// @throws IllegalArgumentException for what is neither; the message names the property
    static DomainEventTopics of(List<String> property, TopicNames topicNames) {
        if (property.isEmpty()) {
            return new Names(List.of(topicNames.of(Topics.DOMAIN_EVENTS)));
        }
        if (property.stream().allMatch(name -> name.matches("[A-Za-z0-9._-]{1,249}"))) {
            return new Names(property);
        }
        // a comma in a regular expression was taken for one between names
        String expression = String.join(",", property);
        try {
            return new Matching(Pattern.compile(expression));
        } catch (PatternSyntaxException neither) {
            throw new IllegalArgumentException(
                    "carillon.processor.domain-events must be topic names or one regular expression, but is "
                            + expression,
                    neither);
        }
    }
}
