package dev.carillon.api.link;

import dev.carillon.api.preference.StoredPreferences;
import dev.carillon.api.type.TypeCatalogue;
import dev.carillon.api.type.Types;
import dev.carillon.events.Category;
import dev.carillon.platform.link.SignedLink;
import dev.carillon.platform.link.SignedLinks;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@SecurityRequirements
@Tag(
        name = "Links",
        description = "Pages reached from mails by a signed link, without signing in. HTML.")
class LinkController {
    private static final String TOKEN = "{token:[A-Za-z0-9._-]+}";

    private final SignedLinks links;
    private final StoredPreferences preferences;
    private final Types types;

    LinkController(SignedLinks links, StoredPreferences preferences, Types types) {
        this.links = links;
        this.preferences = preferences;
        this.types = types;
    }

    @GetMapping(path = "/unsubscribe/" + TOKEN, produces = MediaType.TEXT_HTML_VALUE)
    @Operation(
            summary = "Ask whether to unsubscribe",
            description = "Changes nothing: mail scanners follow links.")
    ResponseEntity<String> askToUnsubscribe(@PathVariable String token) {
        return links.verify(SignedLinks.UNSUBSCRIBE, token)
                .map(link ->
                        HostedPage.of(
                                HttpStatus.OK,
                                "Stop " + mailsOf(link) + "?",
                                """
                                <p>You will still find them in your inbox. Critical notices, such as security alerts, are always mailed.</p>
                                <form method="post"><button>Unsubscribe</button></form>
                                """))
                .orElseGet(LinkController::invalid);
    }

    @PostMapping(path = "/unsubscribe/" + TOKEN, produces = MediaType.ALL_VALUE)
    @Operation(
            summary = "Unsubscribe",
            description =
                    "Switches the mail of the link's category off, at once: from the page, or one-click by a mail client"
                            + " (RFC 8058).")
    ResponseEntity<String> unsubscribe(@PathVariable String token) {
        Optional<SignedLink> link = links.verify(SignedLinks.UNSUBSCRIBE, token);
        link.ifPresent(known -> preferences.unsubscribe(known.who(), known.category()));
        return link.map(known ->
                        HostedPage.of(
                                HttpStatus.OK,
                                "You are unsubscribed",
                                "<p>We no longer send you %s. You can switch them on again in your preferences.</p>"
                                        .formatted(HostedPage.escaped(mailsOf(known)))))
                .orElseGet(LinkController::invalid);
    }

    @GetMapping(path = "/preferences/" + TOKEN, produces = MediaType.TEXT_HTML_VALUE)
    @Operation(summary = "Show which mails one gets")
    ResponseEntity<String> showMails(@PathVariable String token) {
        return links.verify(SignedLinks.PREFERENCES, token)
                .map(link -> mails(link, null))
                .orElseGet(LinkController::invalid);
    }

    @PostMapping(
            path = "/preferences/" + TOKEN,
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = MediaType.TEXT_HTML_VALUE)
    @Operation(summary = "Set which mails one gets")
    ResponseEntity<String> setMails(
            @PathVariable String token, @RequestParam MultiValueMap<String, String> form) {
        Optional<SignedLink> link = links.verify(SignedLinks.PREFERENCES, token);
        link.ifPresent(known -> {
            Map<String, Boolean> wishes = new HashMap<>();
            for (Category category : types.current(known.who().tenant()).categories()) {
                wishes.put(category.key(), form.containsKey(category.key()));
            }
            preferences.setCategoryMail(known.who(), wishes);
        });
        return link.map(known -> mails(known, "Saved.")).orElseGet(LinkController::invalid);
    }

    private ResponseEntity<String> mails(SignedLink link, @Nullable String note) {
        TypeCatalogue catalogue = types.current(link.who().tenant());
        String rows =
                catalogue.categories().stream()
                        .map(category ->
                                "<label>%s <input type=\"checkbox\" name=\"%s\"%s></label>"
                                        .formatted(
                                                HostedPage.escaped(category.label()),
                                                HostedPage.escaped(category.key()),
                                                preferences.mails(link.who(), category.key())
                                                        ? " checked"
                                                        : ""))
                        .collect(Collectors.joining("\n"));
        String intro =
                note == null
                        ? "Choose what we may mail you. Critical notices, such as security alerts, are always mailed."
                        : note;
        return HostedPage.of(
                HttpStatus.OK,
                "Your mails",
                """
                <p role="status">%s</p>
                <form method="post">
                %s
                <button>Save</button>
                </form>
                """
                        .formatted(HostedPage.escaped(intro), rows));
    }

    /// "mails about Comment", or of everything.
    private String mailsOf(SignedLink link) {
        String category = link.category();
        if (category == null) {
            return "all mails";
        }
        return "mails about "
                + types.current(link.who().tenant()).categories().stream()
                        .filter(known -> known.key().equals(category))
                        .map(Category::label)
                        .findFirst()
                        .orElse(category);
    }

    private static ResponseEntity<String> invalid() {
        return HostedPage.of(
                HttpStatus.NOT_FOUND,
                "This link is no longer valid",
                "<p>It has expired, or it was not copied as a whole. Please open the link of a newer mail.</p>");
    }
}
