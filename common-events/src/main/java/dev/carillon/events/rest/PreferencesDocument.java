package dev.carillon.events.rest;

import dev.carillon.events.Channel;
import dev.carillon.events.DigestSettings;
import dev.carillon.events.QuietHours;
import dev.carillon.events.Switch;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A person's preferences in REST requests and answers; zone and locale belong to the recipient.
public record PreferencesDocument(
        Map<Channel, Switch> channels,
        Map<String, Map<Channel, Switch>> categories,
        Map<String, Map<Channel, Switch>> types,
        @Nullable QuietHours quietHours,
        @Nullable String timeZone,
        @Nullable String locale,
        @Nullable DigestSettings digest) {}
