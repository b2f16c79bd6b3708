package dev.carillon.api.preference;

import dev.carillon.events.rest.PreferencesDocument;
import dev.carillon.platform.security.Caller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/preferences")
class PreferencesController {
    private final StoredPreferences preferences;
    private final ChangePreferences change;
    private final ShowPreferences show;

    PreferencesController(
            StoredPreferences preferences, ChangePreferences change, ShowPreferences show) {
        this.preferences = preferences;
        this.change = change;
        this.show = show;
    }

    @GetMapping
    PreferencesDocument get(Caller caller) {
        return preferences.document(caller.key());
    }

    @PutMapping
    PreferencesDocument put(Caller caller, @RequestBody JsonNode body) {
        return change.put(caller.key(), body);
    }

    @GetMapping("/effective")
    EffectivePreferences effective(Caller caller) {
        return show.effective(caller.key());
    }

    @PatchMapping("/types/{type}")
    PreferencesDocument patchType(
            Caller caller, @PathVariable String type, @RequestBody JsonNode body) {
        return change.patchType(caller.key(), type, body);
    }

    @PatchMapping("/categories/{category}")
    PreferencesDocument patchCategory(
            Caller caller, @PathVariable String category, @RequestBody JsonNode body) {
        return change.patchCategory(caller.key(), category, body);
    }
}
