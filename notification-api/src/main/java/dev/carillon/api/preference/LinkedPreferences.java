package dev.carillon.api.preference;

import dev.carillon.api.type.TypeCatalogue;
import dev.carillon.api.type.Types;
import dev.carillon.events.Channel;
import dev.carillon.events.DigestFrequency;
import dev.carillon.events.DigestSettings;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.Switch;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The changes that signed links in emails can make, and their undo. Thread-safe.
///
/// Every change returns what an undo has to restore, as one line of text: the former values of exactly the settings
/// that it altered. The text is empty if it altered nothing.
@Component
public class LinkedPreferences {
    private final StoredPreferences preferences;
    private final Types types;

    LinkedPreferences(StoredPreferences preferences, Types types) {
        this.preferences = preferences;
        this.types = types;
    }

    /// What a person currently gets by email, critical notifications aside.
    public static final class Now {
        private final Settings settings;

        Now(Settings settings) {
            this.settings = settings;
        }

        /// Whether email is switched off as a whole.
        public boolean isAllOff() {
            Switch all = settings.channels().get(Channel.EMAIL);
            return all != null && !all.on();
        }

        public boolean mails(String category) {
            Switch own = settings.categories().getOrDefault(category, Map.of()).get(Channel.EMAIL);
            return !isAllOff() && (own == null || own.on());
        }

        public DigestFrequency digest() {
            DigestSettings digest = settings.digest();
            return digest == null || digest.frequency() == null
                    ? DigestFrequency.DAILY
                    : digest.frequency();
        }

        /// What an undo has to restore so that emails of a category, or digests for null, are sent again.
        public String subscribedAgain(@Nullable String category) {
            if (category != null) {
                return new EmailState(Map.of("categories." + category, "")).json();
            }
            DigestSettings digest = settings.digest();
            Settings daily =
                    digest == null
                            ? settings
                            : settings.withDigest(
                                    new DigestSettings(null, digest.time(), digest.day()));
            return EmailState.of(daily).differingFrom(EmailState.of(settings)).json();
        }

        /// The values of all settings that are set, for [#undoneTo].
        public String snapshot() {
            return EmailState.of(settings).json();
        }
    }

    public Now now(RecipientKey key) {
        return new Now(preferences.settings(key));
    }

    /// Switches off the emails of a category, or digests for null, and nothing else. The person's own settings for
    /// types of that category are removed.
    public String unsubscribe(RecipientKey key, @Nullable String category) {
        return change(key, before -> unsubscribed(key, category, before));
    }

    /// What an undo would have to restore after unsubscribing.
    public String beforeUnsubscribing(RecipientKey key, @Nullable String category) {
        Settings before = preferences.settings(key);
        return difference(before, unsubscribed(key, category, before));
    }

    /// Switches the emails of categories on or off and sets how often a digest is sent, as one change. Settings that
    /// already have the wished value stay unchanged. Categories to switch on are applied first: if all email was off,
    /// the first one switches it on again, and then each category that stays off needs its own switch.
    ///
    /// @param digest null leaves it unchanged
    public String choose(
            RecipientKey key, Map<String, Boolean> byCategory, @Nullable DigestFrequency digest) {
        TypeCatalogue catalogue = types.current(key.tenant());
        return change(
                key,
                before -> {
                    Settings settings = before;
                    for (boolean on : new boolean[] {true, false}) {
                        for (Map.Entry<String, Boolean> wish : byCategory.entrySet()) {
                            if (wish.getValue() == on
                                    && new Now(settings).mails(wish.getKey()) != on) {
                                settings = categoryMail(catalogue, settings, wish.getKey(), on);
                            }
                        }
                    }
                    return digest == null || digest == new Now(settings).digest()
                            ? settings
                            : settings.withDigest(withFrequency(settings.digest(), digest));
                });
    }

    /// Restores what a change returned.
    public String restore(RecipientKey key, String undo) {
        EmailState state = EmailState.parse(undo);
        return change(key, state::in);
    }

    /// What an undo has to restore so that the settings equal a snapshot; empty when they already do.
    public String undoneTo(RecipientKey key, String snapshot) {
        EmailState missing = EmailState.parse(snapshot).notIn(preferences.settings(key));
        return missing.isEmpty() ? "" : missing.json();
    }

    private String change(RecipientKey key, UnaryOperator<Settings> change) {
        AtomicReference<String> undo = new AtomicReference<>("");
        preferences.change(
                key,
                before -> {
                    Settings after = change.apply(before);
                    undo.set(difference(before, after));
                    return after;
                });
        return Objects.requireNonNull(undo.get());
    }

    private static String difference(Settings before, Settings after) {
        EmailState former = EmailState.of(before).differingFrom(EmailState.of(after));
        return former.isEmpty() ? "" : former.json();
    }

    private Settings unsubscribed(RecipientKey key, @Nullable String category, Settings before) {
        return category == null
                ? before.withDigest(withFrequency(before.digest(), DigestFrequency.NEVER))
                : categoryMail(types.current(key.tenant()), before, category, false);
    }

    private static DigestSettings withFrequency(
            @Nullable DigestSettings before, DigestFrequency frequency) {
        return new DigestSettings(
                frequency,
                before == null ? null : before.time(),
                before == null ? null : before.day());
    }

    private static Settings categoryMail(
            TypeCatalogue catalogue, Settings before, String category, boolean on) {
        Map<Channel, Switch> own = before.categories().getOrDefault(category, Map.of());
        Settings settings =
                before.withCategory(
                        category,
                        on
                                ? Settings.without(own, Channel.EMAIL)
                                : Settings.with(own, Channel.EMAIL, Switch.OFF));
        if (on) {
            return new Now(before).isAllOff()
                    ? settings.withChannels(Settings.without(before.channels(), Channel.EMAIL))
                    : settings;
        }
        for (Map.Entry<String, Map<Channel, Switch>> type : before.types().entrySet()) {
            boolean within =
                    catalogue
                            .type(type.getKey())
                            .filter(known -> known.category().equals(category))
                            .isPresent();
            if (within) {
                settings =
                        settings.withType(
                                type.getKey(), Settings.without(type.getValue(), Channel.EMAIL));
            }
        }
        return settings;
    }
}
