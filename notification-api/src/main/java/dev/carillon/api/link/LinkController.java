package dev.carillon.api.link;

import dev.carillon.api.link.LinkPages.About;
import dev.carillon.api.link.LinkPages.Note;
import dev.carillon.api.preference.LinkedPreferences;
import dev.carillon.api.recipient.Recipients;
import dev.carillon.api.type.Types;
import dev.carillon.events.Category;
import dev.carillon.events.DigestFrequency;
import dev.carillon.platform.link.SignedLink;
import dev.carillon.platform.link.SignedLinks;
import dev.carillon.platform.page.PageFrame;
import dev.carillon.platform.page.PageTexts;
import dev.carillon.platform.web.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LinkController {
    private final SignedLinks links;
    private final LinkedPreferences preferences;
    private final Recipients recipients;
    private final Types types;
    private final LinkPages pages;

    LinkController(
            SignedLinks links,
            LinkedPreferences preferences,
            Recipients recipients,
            Types types,
            LinkPages pages) {
        this.links = links;
        this.preferences = preferences;
        this.recipients = recipients;
        this.types = types;
        this.pages = pages;
    }

    @GetMapping(path = "/unsubscribe/{token}", produces = MediaType.ALL_VALUE)
    ResponseEntity<String> askToUnsubscribe(
            @PathVariable String token,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false)
                    @Nullable String languages) {
        return with(SignedLinks.UNSUBSCRIBE, token, languages, this::ask);
    }

    @PostMapping(path = "/unsubscribe/{token}", produces = MediaType.ALL_VALUE)
    ResponseEntity<String> unsubscribe(
            @PathVariable String token,
            @RequestParam(name = LinkPages.UNDO, required = false) @Nullable String undo,
            @RequestParam(name = LinkPages.BEFORE, required = false) @Nullable String before,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false)
                    @Nullable String languages) {
        return with(
                SignedLinks.UNSUBSCRIBE,
                token,
                languages,
                (link, language) -> {
                    About about = about(link, language);
                    if (undo != null) {
                        preferences.restore(link.who(), opened(link, undo));
                        return pages.undone(about, before(link));
                    }
                    String altered = preferences.unsubscribe(link.who(), link.about());
                    return pages.done(about, undo(link, altered, before));
                });
    }

    @GetMapping(path = "/preferences/{token}", produces = MediaType.ALL_VALUE)
    ResponseEntity<String> showMails(
            @PathVariable String token,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false)
                    @Nullable String languages) {
        return with(
                SignedLinks.PREFERENCES,
                token,
                languages,
                (link, language) -> choose(link, language, null));
    }

    @PostMapping(
            path = "/preferences/{token}",
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = MediaType.ALL_VALUE)
    ResponseEntity<String> setMails(
            @PathVariable String token,
            @RequestParam MultiValueMap<String, String> form,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false)
                    @Nullable String languages) {
        return with(
                SignedLinks.PREFERENCES,
                token,
                languages,
                (link, language) -> {
                    String undo = form.getFirst(LinkPages.UNDO);
                    if (undo != null) {
                        preferences.restore(link.who(), opened(link, undo));
                        return choose(link, language, new Note("choose.undone", null));
                    }
                    String altered =
                            preferences.choose(link.who(), wishes(link, form), frequency(form));
                    return choose(
                            link,
                            language,
                            new Note(
                                    "choose.saved",
                                    undo(link, altered, form.getFirst(LinkPages.BEFORE))));
                });
    }

    /// Answers a valid link with its page. An expired link, or the link of a deleted person, gets a page that explains
    /// it.
    private ResponseEntity<String> with(
            String purpose,
            String token,
            @Nullable String languages,
            BiFunction<SignedLink, Locale, String> page) {
        return switch (links.check(purpose, token)) {
            case SignedLinks.Check.Altered _ -> throw Problems.notFound("link");
            case SignedLinks.Check.Expired expired -> expired(expired.link(), languages);
            case SignedLinks.Check.Valid valid ->
                    recipients.isGone(valid.link().who())
                            ? expired(valid.link(), languages)
                            : answer(
                                    HttpStatus.OK,
                                    page.apply(valid.link(), language(valid.link(), languages)));
        };
    }

    private ResponseEntity<String> expired(SignedLink link, @Nullable String languages) {
        return answer(HttpStatus.NOT_FOUND, pages.expired(language(link, languages)));
    }

    private static ResponseEntity<String> answer(HttpStatus status, String page) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(status)
                        .contentType(MediaType.parseMediaType(PageFrame.MEDIA_TYPE));
        PageFrame.headers().forEach(answer::header);
        return answer.body(page);
    }

    private String ask(SignedLink link, Locale language) {
        About about = about(link, language);
        LinkedPreferences.Now now = preferences.now(link.who());
        if (now.isAllOff()) {
            return pages.already(about, null);
        }
        String before = preferences.beforeUnsubscribing(link.who(), link.about());
        return before.isEmpty()
                ? pages.already(about, signed(link, now.subscribedAgain(link.about())))
                : pages.ask(about, signed(link, before));
    }

    private String choose(SignedLink link, Locale language, @Nullable Note note) {
        LinkedPreferences.Now now = preferences.now(link.who());
        return pages.choose(
                language,
                categories(link),
                now::mails,
                now.digest(),
                signed(link, now.snapshot()),
                note);
    }

    private Map<String, Boolean> wishes(SignedLink link, MultiValueMap<String, String> form) {
        List<String> shown = form.get(LinkPages.SHOWN);
        Map<String, Boolean> wishes = new HashMap<>();
        for (Category category : categories(link)) {
            // a category that was added after the page was opened stays unchanged
            if (shown == null || shown.contains(category.key())) {
                wishes.put(category.key(), form.containsKey(category.key()));
            }
        }
        return wishes;
    }

    private static @Nullable DigestFrequency frequency(MultiValueMap<String, String> form) {
        String wanted = form.getFirst(LinkPages.FREQUENCY);
        for (DigestFrequency each : DigestFrequency.values()) {
            if (each.name().equalsIgnoreCase(wanted)) {
                return each;
            }
        }
        return null;
    }

    private String before(SignedLink link) {
        return signed(link, preferences.beforeUnsubscribing(link.who(), link.about()));
    }

    /// The token of an undo button. A form that was submitted twice changed nothing the second time: the undo then
    /// restores the state that the page showed.
    private @Nullable String undo(SignedLink link, String altered, @Nullable String before) {
        if (!altered.isEmpty()) {
            return signed(link, altered);
        }
        Optional<String> shown = before == null ? Optional.empty() : tryOpen(link, before);
        return shown.map(snapshot -> preferences.undoneTo(link.who(), snapshot))
                .filter(missing -> !missing.isEmpty())
                .map(missing -> signed(link, missing))
                .orElse(null);
    }

    private String signed(SignedLink link, String state) {
        return links.sign(SignedLinks.UNDO, link.who(), state, link.expires());
    }

    /// @throws dev.carillon.platform.web.ProblemException 404 when the token is not valid for this person
    private String opened(SignedLink link, String token) {
        return tryOpen(link, token).orElseThrow(() -> Problems.notFound("link"));
    }

    private Optional<String> tryOpen(SignedLink link, String token) {
        return links.verify(SignedLinks.UNDO, token)
                .filter(undo -> undo.who().equals(link.who()))
                .map(SignedLink::about);
    }

    private Locale language(SignedLink link, @Nullable String languages) {
        return PageTexts.language(recipients.personal(link.who()).locale(), languages);
    }

    private About about(SignedLink link, Locale language) {
        String settings = links.sign(SignedLinks.PREFERENCES, link.who(), null, link.expires());
        return new About(language, label(link, language), "../preferences/" + settings);
    }

    private @Nullable String label(SignedLink link, Locale language) {
        String category = link.about();
        if (category == null) {
            return null;
        }
        return categories(link).stream()
                .filter(known -> known.key().equals(category))
                .map(known -> known.labelIn(language.toLanguageTag()))
                .findFirst()
                .orElse(category);
    }

    private List<Category> categories(SignedLink link) {
        return types.current(link.who().tenant()).categories();
    }
}
