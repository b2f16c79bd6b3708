package dev.carillon.api.preference;

import dev.carillon.events.rest.PreferencesDocument;
import dev.carillon.platform.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
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
@Tag(
        name = "Preferences",
        description = "What the signed-in person wants to be told, where and when. Role: user.")
class PreferencesController {
    private static final String SWITCHES = "{\"in_app\": true, \"email\": \"digest\"}";

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
    @Operation(
            summary = "Read one's own settings",
            description =
                    "Only what the person set; what holds, defaults included, is `effective`.")
    PreferencesDocument get(Caller caller) {
        return preferences.document(caller.key());
    }

    @PutMapping
    @Operation(
            summary = "Put one's settings as a whole",
            description =
                    "What is absent is no longer set, but for `time_zone` and `locale`, which belong to the recipient: absent"
                            + " they stay, `null` clears them. Every fault is named in one answer.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = PreferencesDocument.class),
                            examples =
                                    @ExampleObject(
                                            """
                                            {"channels": {"in_app": true, "email": true},
                                             "categories": {"comment": {"email": "digest"}},
                                             "types": {"issue-assigned": {"email": "immediate"}},
                                             "quiet_hours": {"start": "22:00", "end": "07:00"},
                                             "time_zone": "Europe/Zurich",
                                             "digest": {"frequency": "daily", "time": "08:30"}}
                                            """)))
    PreferencesDocument put(Caller caller, @RequestBody JsonNode body) {
        return change.put(caller.key(), body);
    }

    @GetMapping("/effective")
    @Operation(
            summary = "Read what holds, and who says so",
            description =
                    "For each channel, category and type the value and the level that decided it. Critical types show"
                            + " `mutable: false`. Categories stand in the order of tabs.")
    EffectivePreferences effective(Caller caller) {
        return show.effective(caller.key());
    }

    @PatchMapping("/types/{type}")
    @Operation(
            summary = "Set the channels of one type",
            description = "What is present replaces, `null` clears, what is absent stays.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(examples = @ExampleObject(SWITCHES)))
    PreferencesDocument patchType(
            Caller caller, @PathVariable String type, @RequestBody JsonNode body) {
        return change.patchType(caller.key(), type, body);
    }

    @PatchMapping("/categories/{category}")
    @Operation(
            summary = "Set the channels of one category",
            description = "What is present replaces, `null` clears, what is absent stays.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(examples = @ExampleObject(SWITCHES)))
    PreferencesDocument patchCategory(
            Caller caller, @PathVariable String category, @RequestBody JsonNode body) {
        return change.patchCategory(caller.key(), category, body);
    }
}
