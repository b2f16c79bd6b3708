package dev.carillon.api.type;

import dev.carillon.events.Category;
import dev.carillon.events.NotificationType;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/types")
@Tag(
        name = "Types",
        description =
                "Notification types as they are in force: rules, templates, versions. Role: admin.")
class TypeController {
    private final Types types;
    private final PreviewType preview;

    TypeController(Types types, PreviewType preview) {
        this.types = types;
        this.preview = preview;
    }

    /// @param catalogueVersion grows by one with each load
    record TypeList(
            List<NotificationType> items, List<Category> categories, long catalogueVersion) {}

    @GetMapping
    @Operation(summary = "List the types and categories")
    TypeList list(Caller caller) {
        TypeCatalogue catalogue = types.current(caller.tenant());
        return new TypeList(
                List.copyOf(catalogue.types().values()),
                catalogue.categories(),
                catalogue.version());
    }

    @GetMapping("/{key}")
    @Operation(summary = "Read a type")
    NotificationType get(Caller caller, @PathVariable String key) {
        return find(caller, key);
    }

    @PostMapping("/{key}/preview")
    @Operation(
            summary = "Render a type with sample data",
            description =
                    "Shows what each channel would say, and which variables were missing. Nothing is sent.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = PreviewType.Body.class)))
    PreviewType.Preview preview(
            Caller caller, @PathVariable String key, @RequestBody JsonNode body) {
        return preview.preview(find(caller, key), body);
    }

    private NotificationType find(Caller caller, String key) {
        return types.current(caller.tenant())
                .type(key)
                .orElseThrow(() -> Problems.notFound("type"));
    }
}
