package dev.carillon.email.mailbox;

import dev.carillon.events.CursorMark;
import dev.carillon.events.ErrorCode;
import dev.carillon.platform.config.ConditionalOnLocalMode;
import dev.carillon.platform.web.Pages;
import dev.carillon.platform.web.Problems;
import dev.carillon.platform.web.QueryReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The local mailbox: a page that looks like an email client, and the same data as JSON.
@RestController
@ConditionalOnLocalMode
@RequestMapping("/mailbox")
class MailboxPage {
    private static final int PAGE = 100;
    private static final int MOST = 500;
    private static final Map<String, String> ASSETS =
            Map.of("mailbox.css", "text/css", "mailbox.js", "text/javascript");

    /// Emails are shown in a sandboxed frame that inherits this policy: it allows their inline styles and blocks
    /// their scripts.
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data: https: http:;"
                    + " style-src 'self' 'unsafe-inline'; frame-src 'self' about:; base-uri 'none';"
                    + " frame-ancestors 'self'";

    private final MailboxStore store;

    MailboxPage(MailboxStore store) {
        this.store = store;
    }

    record Mails(List<MailboxMail> items, @Nullable String nextCursor) {}

    record Boxes(List<MailboxStore.Box> items) {}

    @GetMapping(produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<Resource> page() {
        return asset("mailbox.html", MediaType.TEXT_HTML);
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    Mails mails(
            QueryReader query,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String recipient,
            @RequestParam @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        int size = query.limit(limit, PAGE, MOST);
        query.recipient("recipient", recipient);
        if (to != null && to.chars().anyMatch(Character::isISOControl)) {
            query.refuse(
                    "to",
                    ErrorCode.INVALID_EMAIL,
                    "the address has control characters",
                    "an email address");
        }
        String mark = CursorMark.of("mailbox", to, recipient);
        Long before = query.position(cursor, mark, Long::valueOf);
        query.check();
        MailboxStore.Page page = store.page(to, recipient, before, size);
        Long last = page.position();
        return new Mails(page.mails(), last == null ? null : Pages.encoded(mark, last.toString()));
    }

    @GetMapping(path = "/boxes", produces = MediaType.APPLICATION_JSON_VALUE)
    Boxes boxes() {
        return new Boxes(store.boxes());
    }

    @GetMapping("/assets/{name}")
    ResponseEntity<Resource> asset(@PathVariable String name) {
        String type = ASSETS.get(name);
        if (type == null) {
            throw Problems.notFound("file");
        }
        return asset(name, MediaType.parseMediaType(type + ";charset=utf-8"));
    }

    private static ResponseEntity<Resource> asset(String name, MediaType type) {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.noCache())
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .body(new ClassPathResource("mailbox/" + name));
    }
}
