package dev.carillon.events.rest;

import dev.carillon.events.Channel;
import dev.carillon.events.DigestSettings;
import dev.carillon.events.QuietHours;
import dev.carillon.events.Switch;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A person's preferences as REST shows and takes them; zone and locale are the recipient's own.
public record PreferencesDocument(
        Map<Channel, Switch> channels,
        Map<String, Map<Channel, Switch>> categories,
        Map<String, Map<Channel, Switch>> types,
        @Nullable QuietHours quietHours,
        @Nullable String timeZone,
        @Nullable String locale,
        @Nullable DigestSettings digest) {}
