package dev.carillon.email.template;

import dev.carillon.email.provider.EmailProperties;
import dev.carillon.email.provider.Envelope;
import dev.carillon.email.provider.Mail;
import dev.carillon.email.reference.KnownTypes;
import dev.carillon.email.template.Wording.Words;
import dev.carillon.events.BidiText;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.Notification;
import dev.carillon.events.OneLine;
import dev.carillon.events.Recipient;
import dev.carillon.links.LinkCheck;
import dev.carillon.platform.config.CarillonProperties;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Renders a message for its recipient. Has no side effects. Blocks only to look up types.
@Component
public class MailRenderer {
    /// Some email clients truncate larger emails.
    static final int MAX_HTML_BYTES = 100 * 1024;

    private static final int MOST_ITEMS = 50;
    private static final int EXCERPT = 280;
    private static final int PREHEADER = 140;
    private static final String CHIP = "background-color:#eef0ff; color:#3538cd;";
    private static final String ALARM = "background-color:#fee4e2; color:#b42318;";

    private final Wording wording;
    private final KnownTypes types;
    private final Links links;
    private final MailHeaders headers;
    private final EmailProperties properties;
    private final String product;
    private final Layout layout = new Layout();

    MailRenderer(
            Wording wording,
            KnownTypes types,
            Links links,
            MailHeaders headers,
            EmailProperties properties,
            CarillonProperties carillon) {
        this.wording = wording;
        this.types = types;
        this.links = links;
        this.headers = headers;
        this.properties = properties;
        this.product =
                properties.productName() == null
                        ? carillon.productName()
                        : properties.productName();
    }

    /// @param to the address, validated
    /// @param now the time of freezing, used for links and headers
    public Mail render(
            EmailMessage message, Envelope envelope, Recipient recipient, String to, Instant now) {
        List<Words> wordings =
                message.notifications().stream().map(one -> wording.of(one, recipient)).toList();
        Texts texts = Texts.of(recipient.locale(), language(wordings));
        String category =
                message.kind() == EmailMessage.Kind.DIGEST
                        ? null
                        : message.notifications().getFirst().category();
        // A critical email cannot be unsubscribed from, so it has no such link.
        String unsubscribe =
                message.critical() ? null : links.unsubscribe(envelope.recipient(), category, now);
        Map<String, Object> values = new HashMap<>();
        values.put("lang", texts.locale().toLanguageTag());
        values.put("product", product);
        values.put("preferences_url", links.preferences(envelope.recipient(), now));
        values.put("preferences_label", texts.say("preferences"));
        values.put("unsubscribe_url", unsubscribe == null ? "" : unsubscribe);
        LeftOut leftOut = new LeftOut(new HashMap<>(), new HashMap<>());
        String html;
        if (message.kind() == EmailMessage.Kind.DIGEST) {
            int shown = MOST_ITEMS;
            do {
                digest(message, wordings, recipient, texts, values, leftOut, shown);
                html = layout.html(values);
                shown /= 2;
            } while (size(html) >= MAX_HTML_BYTES && shown > 0);
        } else {
            single(message, wordings.getFirst(), recipient, texts, values, leftOut);
            html = layout.html(values);
        }
        String subject = oneLine(String.valueOf(values.get("subject")), 255);
        return new Mail(
                headers.from(),
                to,
                properties.replyTo(),
                subject,
                html,
                layout.text(values),
                headers.of(message, envelope, unsubscribe, label(message, category, texts), now),
                leftOut.links(),
                leftOut.images());
    }

    /// The language of the whole email; null when it has several or one is unknown.
    private static @Nullable String language(List<Words> wordings) {
        Set<String> languages = new HashSet<>();
        for (Words words : wordings) {
            if (words.language() == null) {
                return null;
            }
            languages.add(words.language());
        }
        return languages.size() == 1 ? languages.iterator().next() : null;
    }

    private void single(
            EmailMessage message,
            Words words,
            Recipient recipient,
            Texts texts,
            Map<String, Object> values,
            LeftOut leftOut) {
        Notification notification = message.notifications().getFirst();
        String label = types.label(message.tenant(), notification.category(), texts.locale());
        List<Map<String, String>> paragraphs = new ArrayList<>();
        words.text()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(line -> paragraphs.add(Map.of("text", line)));
        String url = link(notification, words.actionUrl(), leftOut.links());
        String image = link(notification, words.imageUrl(), leftOut.images());
        values.put("subject", words.title());
        values.put("heading", words.title());
        values.put("preheader", oneLine(words.text(), PREHEADER));
        values.put("chip", message.critical() ? texts.say("chip.critical") + " · " + label : label);
        values.put("chip_class", message.critical() ? "alarm" : "chip");
        values.put("chip_style", message.critical() ? ALARM : CHIP);
        values.put("when", moment(notification.createdAt(), recipient, texts));
        values.put("paragraphs", paragraphs);
        values.put("image_url", image == null ? "" : image);
        values.put("button_url", url == null ? "" : url);
        values.put(
                "button_label",
                words.button() == null || words.button().isBlank()
                        ? texts.say("button.open")
                        : oneLine(words.button(), 80));
        values.put(
                "why",
                message.critical() ? texts.say("why.critical") : texts.say("why.immediate", label));
        values.put("unsubscribe_label", texts.say("unsubscribe.category", label));
    }

    private void digest(
            EmailMessage message,
            List<Words> wordings,
            Recipient recipient,
            Texts texts,
            Map<String, Object> values,
            LeftOut leftOut,
            int most) {
        List<Notification> all = message.notifications();
        List<Notification> shown = all.subList(0, Math.min(most, all.size()));
        int total = Math.max(message.total(), all.size());
        Map<String, List<Map<String, String>>> items = new TreeMap<>(types.order(message.tenant()));
        for (int i = 0; i < shown.size(); i++) {
            items.computeIfAbsent(shown.get(i).category(), key -> new ArrayList<>())
                    .add(item(shown.get(i), wordings.get(i), recipient, texts, leftOut));
        }
        List<Map<String, Object>> groups = new ArrayList<>();
        items.forEach((category, list) ->
                groups.add(
                        Map.of(
                                "label",
                                types.label(message.tenant(), category, texts.locale()),
                                "items",
                                list)));
        String count =
                total == 1
                        ? texts.say("digest.subject.one")
                        : texts.say("digest.subject.many", total);
        String heading = heading(message, texts);
        values.put("subject", heading + ": " + count);
        values.put("heading", count);
        values.put("chip", heading);
        values.put("chip_class", "chip");
        values.put("chip_style", CHIP);
        values.put("preheader", preheader(items.values().stream().flatMap(List::stream).toList()));
        values.put("when", date(message, recipient, texts));
        values.put("groups", groups);
        values.put(
                "more", total > shown.size() ? texts.say("digest.more", total - shown.size()) : "");
        values.put("button_url", links.home() + "/");
        values.put("button_label", texts.say("button.all"));
        values.put("why", texts.say("why.digest"));
        values.put("unsubscribe_label", texts.say("unsubscribe.digest"));
    }

    private Map<String, String> item(
            Notification notification,
            Words words,
            Recipient recipient,
            Texts texts,
            LeftOut leftOut) {
        String url = link(notification, words.actionUrl(), leftOut.links());
        String image = link(notification, words.imageUrl(), leftOut.images());
        String text = oneLine(words.text(), EXCERPT);
        Map<String, String> item = new HashMap<>();
        item.put("title", oneLine(words.title(), 255));
        item.put("text", text.equals(words.title()) ? "" : text);
        item.put("url", url == null ? "" : url);
        item.put("image_url", image == null ? "" : image);
        item.put("when", moment(notification.createdAt(), recipient, texts));
        item.put("open", texts.say("item.open"));
        return item;
    }

    /// The link in the form for emails. A refused link is left out and its reason is added to `leftOut`.
    private @Nullable String link(
            Notification notification, @Nullable String url, Map<String, String> leftOut) {
        if (url == null || url.isBlank()) {
            return null;
        }
        return switch (dev.carillon.links.Links.check(url)) {
            case LinkCheck.Accepted(String link) -> links.absolute(link);
            case LinkCheck.Refused refused -> {
                leftOut.put(notification.id().toString(), refused.reason());
                yield null;
            }
        };
    }

    /// Why links and images were left out of the mail, by notification id.
    private record LeftOut(Map<String, String> links, Map<String, String> images) {}

    private @Nullable String label(EmailMessage message, @Nullable String category, Texts texts) {
        return category == null ? null : types.label(message.tenant(), category, texts.locale());
    }

    private static String heading(EmailMessage message, Texts texts) {
        EmailMessage.Digest digest = message.digest();
        return switch (digest == null ? "" : digest.kind()) {
            case "daily" -> texts.say("digest.heading.daily");
            case "weekly" -> texts.say("digest.heading.weekly");
            default -> texts.say("digest.heading.other");
        };
    }

    private static String preheader(List<Map<String, String>> items) {
        return oneLine(
                items.stream()
                        .map(item -> String.valueOf(item.get("title")))
                        .collect(Collectors.joining(" · ")),
                PREHEADER);
    }

    private static String date(EmailMessage message, Recipient recipient, Texts texts) {
        EmailMessage.Digest digest = message.digest();
        LocalDate date =
                digest == null
                        ? LocalDate.ofInstant(message.createdAt(), zone(recipient))
                        : digest.date();
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
                .withLocale(texts.locale())
                .format(date);
    }

    private static String moment(Instant at, Recipient recipient, Texts texts) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(texts.locale())
                .format(at.atZone(zone(recipient)));
    }

    private static ZoneId zone(Recipient recipient) {
        try {
            return recipient.timeZone() == null ? ZoneOffset.UTC : ZoneId.of(recipient.timeZone());
        } catch (DateTimeException unknown) {
            return ZoneOffset.UTC;
        }
    }

    /// One line: removes line breaks and other control characters, and cuts at the length without splitting a
    /// character. Closes direction marks, so that they cannot change the text after it.
    static String oneLine(String text, int length) {
        String line = OneLine.of(text);
        return BidiText.closed(
                line.codePointCount(0, line.length()) <= length
                        ? line
                        : line.substring(0, line.offsetByCodePoints(0, length - 1)).strip() + "…");
    }

    private static int size(String html) {
        return html.getBytes(StandardCharsets.UTF_8).length;
    }
}
