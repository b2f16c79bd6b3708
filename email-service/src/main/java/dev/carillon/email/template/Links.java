package dev.carillon.email.template;

import dev.carillon.events.RecipientKey;
import dev.carillon.platform.link.SignedLinks;
import dev.carillon.platform.urls.CarillonUrls;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Creates the links in emails.
@Component
class Links {
    /// People read emails late, and an unsubscribe link must still work then.
    private static final Duration VALID = Duration.ofDays(365);

    private final SignedLinks signed;
    private final String home;

    Links(CarillonUrls urls, SignedLinks signed) {
        this.signed = signed;
        this.home = urls.publicUrl().toString();
        // A missing secret fails the start, instead of the first email.
        preferences(new RecipientKey(RecipientKey.DEFAULT_TENANT, "start"), Instant.EPOCH);
    }

    /// The link in the form for emails: absolute and normalised. Null when there is none or it is refused.
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

    /// @param category the category whose emails it stops; null for digests
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
