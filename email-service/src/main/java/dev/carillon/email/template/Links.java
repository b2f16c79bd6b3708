package dev.carillon.email.template;

import dev.carillon.events.RecipientKey;
import dev.carillon.platform.link.SignedLinks;
import dev.carillon.platform.urls.CarillonUrls;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// URLs in mails.
@Component
class Links {
    /// Mails are read late, and an unsubscribe link must still work.
    private static final Duration VALID = Duration.ofDays(365);

    private final SignedLinks signed;
    private final String home;

    Links(CarillonUrls urls, SignedLinks signed) {
        this.signed = signed;
        this.home = urls.publicUrl().toString();
        // a missing secret is told at the start, not by the first mail
        preferences(new RecipientKey(RecipientKey.DEFAULT_TENANT, "start"), Instant.EPOCH);
    }

    /// A link as a mail can use it: absolute, in its normal form; null when there is none or it is refused.
    @Nullable String absolute(@Nullable String url) {
        if (url == null || url.isBlank()) {
            return null;
        }
        return dev.carillon.links.Links.normalised(url)
                .map(link -> link.startsWith("/") ? home() + link : link)
                .orElse(null);
    }

    String home() {
        return home;
    }

    /// @param category whose emails it stops; null for digests
    String unsubscribe(RecipientKey who, @Nullable String category, Instant now) {
        return home()
                + "/unsubscribe/"
                + signed.sign(SignedLinks.UNSUBSCRIBE, who, category, now.plus(VALID));
    }

    String preferences(RecipientKey who, Instant now) {
        return home()
                + "/preferences/"
                + signed.sign(SignedLinks.PREFERENCES, who, null, now.plus(VALID));
    }
}
