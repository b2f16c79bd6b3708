package dev.carillon.api.link;

import dev.carillon.events.Category;
import dev.carillon.events.DigestFrequency;
import dev.carillon.platform.page.PageFrame;
import dev.carillon.platform.page.PageTexts;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The HTML of the pages that signed links open. Every form posts to the page's own address and works without scripts.
@Component
class LinkPages {
    /// The hidden field with the state that an undo restores. Category keys never begin with an underscore.
    static final String UNDO = "_undo";

    /// The hidden field with the state that the page showed, so that a form submitted twice can still be undone.
    static final String BEFORE = "_before";

    /// The hidden field of each category that the page showed.
    static final String SHOWN = "_shown";

    static final String FREQUENCY = "digest.frequency";

    private static final PageTexts TEXTS = PageTexts.load("/link/texts");

    private final PageFrame frame;

    LinkPages(PageFrame frame) {
        this.frame = frame;
    }

    /// What an unsubscribe link concerns.
    ///
    /// @param label of a category; null for digests
    /// @param settings the address of the page with all settings, relative to this page
    record About(Locale language, @Nullable String label, String settings) {
        String key(String text) {
            return (label == null ? "digest." : "category.") + text;
        }
    }

    /// @param before a token for `BEFORE`
    String ask(About about, String before) {
        Locale language = about.language();
        return frame.html(
                language,
                chip("", subject(about)),
                TEXTS.say(language, about.key("ask.title"), subject(about)),
                paragraph(TEXTS.say(language, about.key("ask.text"), frame.product()))
                        + actions(
                                form(
                                        hidden(BEFORE, before),
                                        "",
                                        TEXTS.say(language, "unsubscribe")),
                                settings(about))
                        + fine(TEXTS.say(language, "critical")));
    }

    /// @param undo a token for `UNDO`, or null when there is nothing to undo
    String done(About about, @Nullable String undo) {
        Locale language = about.language();
        return frame.html(
                language,
                chip(" good", TEXTS.say(language, "done.chip")),
                TEXTS.say(language, "done.title"),
                paragraph(
                                TEXTS.say(
                                        language,
                                        about.key("done.text"),
                                        subject(about),
                                        frame.product()))
                        + actions(
                                undo == null
                                        ? ""
                                        : form(
                                                hidden(UNDO, undo),
                                                "second",
                                                TEXTS.say(language, "undo")),
                                settings(about))
                        + fine(TEXTS.say(language, "critical")));
    }

    /// The page when there is nothing to unsubscribe from.
    ///
    /// @param again a token for `UNDO` that subscribes again; null when all email is off
    String already(About about, @Nullable String again) {
        Locale language = about.language();
        String title =
                again == null
                        ? TEXTS.say(language, "off.title")
                        : TEXTS.say(language, about.key("already.title"), subject(about));
        String text =
                again == null
                        ? TEXTS.say(language, "off.text")
                        : TEXTS.say(language, about.key("already.text"), frame.product());
        return frame.html(
                language,
                chip("", subject(about)),
                title,
                paragraph(text)
                        + actions(
                                again == null
                                        ? ""
                                        : form(
                                                hidden(UNDO, again),
                                                "second",
                                                TEXTS.say(language, "again")),
                                settings(about))
                        + fine(TEXTS.say(language, "critical")));
    }

    String undone(About about, String before) {
        Locale language = about.language();
        return frame.html(
                language,
                chip(" good", TEXTS.say(language, "undone.chip")),
                TEXTS.say(language, "undone.title"),
                paragraph(TEXTS.say(language, about.key("undone.text"), subject(about)))
                        + actions(
                                form(
                                        hidden(BEFORE, before),
                                        "second",
                                        TEXTS.say(language, "unsubscribe")),
                                settings(about)));
    }

    String expired(Locale language) {
        return frame.html(
                language,
                chip(" alarm", TEXTS.say(language, "invalid")),
                TEXTS.say(language, "expired.title"),
                paragraph(TEXTS.say(language, "expired.text", frame.product()))
                        + actions(
                                "<a class=\"button\" href=\"%s\">%s</a>"
                                        .formatted(
                                                PageFrame.escape(frame.home()),
                                                PageFrame.escape(
                                                        TEXTS.say(
                                                                language,
                                                                "open",
                                                                frame.product()))),
                                ""));
    }

    /// The message above the page with all settings.
    ///
    /// @param text the key of a text
    /// @param undo a token for `UNDO`, or null
    record Note(String text, @Nullable String undo) {}

    String choose(
            Locale language,
            List<Category> categories,
            Predicate<String> mails,
            DigestFrequency digest,
            String before,
            @Nullable Note note) {
        StringBuilder rows = new StringBuilder();
        for (Category category : categories) {
            String key = PageFrame.escape(category.key());
            rows.append(hidden(SHOWN, category.key()))
                    .append("<label><span>")
                    .append(PageFrame.escape(category.labelIn(language.toLanguageTag())))
                    .append("</span><input type=\"checkbox\" name=\"")
                    .append(key)
                    .append(mails.test(category.key()) ? "\" checked" : "\"")
                    .append("></label>\n");
        }
        StringBuilder options = new StringBuilder();
        for (DigestFrequency each : DigestFrequency.values()) {
            String key = each.name().toLowerCase(Locale.ROOT);
            options.append("<option value=\"")
                    .append(key)
                    .append(each == digest ? "\" selected>" : "\">")
                    .append(PageFrame.escape(TEXTS.say(language, "choose." + key)))
                    .append("</option>");
        }
        return frame.html(
                language,
                chip("", TEXTS.say(language, "choose.chip")),
                TEXTS.say(language, "choose.title"),
                (note == null
                                ? paragraph(TEXTS.say(language, "choose.text", frame.product()))
                                : note(language, note))
                        + """
                        <form method="post">
                        %s
                        <fieldset><legend>%s</legend>
                        %s</fieldset>
                        <fieldset><legend>%s</legend>
                        <label><span>%s</span><select name="%s">%s</select></label></fieldset>
                        <div class="actions"><button>%s</button></div>
                        </form>
                        """
                                .formatted(
                                        hidden(BEFORE, before),
                                        PageFrame.escape(TEXTS.say(language, "choose.categories")),
                                        rows,
                                        PageFrame.escape(TEXTS.say(language, "choose.digest")),
                                        PageFrame.escape(TEXTS.say(language, "choose.frequency")),
                                        FREQUENCY,
                                        options,
                                        PageFrame.escape(TEXTS.say(language, "choose.save")))
                        + fine(TEXTS.say(language, "critical")));
    }

    private static String note(Locale language, Note note) {
        String undo = note.undo();
        return "<div class=\"saved\" role=\"status\"><span>%s</span>%s</div>"
                .formatted(
                        PageFrame.escape(TEXTS.say(language, note.text())),
                        undo == null
                                ? ""
                                : form(hidden(UNDO, undo), "", TEXTS.say(language, "undo")));
    }

    private static String subject(About about) {
        String label = about.label();
        return label == null ? TEXTS.say(about.language(), "digest.chip") : label;
    }

    private static String settings(About about) {
        return "<a class=\"plain\" href=\"%s\">%s</a>"
                .formatted(
                        PageFrame.escape(about.settings()),
                        PageFrame.escape(TEXTS.say(about.language(), "settings")));
    }

    private static String form(String fields, String look, String button) {
        return "<form method=\"post\">%s<button%s>%s</button></form>"
                .formatted(
                        fields,
                        look.isEmpty() ? "" : " class=\"" + look + "\"",
                        PageFrame.escape(button));
    }

    private static String hidden(String name, String value) {
        return "<input type=\"hidden\" name=\"%s\" value=\"%s\">"
                .formatted(name, PageFrame.escape(value));
    }

    private static String chip(String look, String text) {
        return "<span class=\"chip%s\">%s</span>".formatted(look, PageFrame.escape(text));
    }

    private static String paragraph(String text) {
        return "<p>" + PageFrame.escape(text) + "</p>\n";
    }

    private static String fine(String text) {
        return "\n<p class=\"fine\">" + PageFrame.escape(text) + "</p>";
    }

    private static String actions(String first, String second) {
        return "<div class=\"actions\">" + first + second + "</div>";
    }
}
