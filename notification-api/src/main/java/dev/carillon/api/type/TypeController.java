package dev.carillon.api.type;

import dev.carillon.events.Category;
import dev.carillon.events.NotificationType;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.Problems;
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
class TypeController {
    private final Types types;
    private final PreviewType preview;

    TypeController(Types types, PreviewType preview) {
        this.types = types;
        this.preview = preview;
    }

    /// @param catalogueVersion grows by one with each load that changes something, and at each start
    record TypeList(
            List<NotificationType> items, List<Category> categories, long catalogueVersion) {}

    @GetMapping
    TypeList list(Caller caller) {
        TypeCatalogue catalogue = types.current(caller.tenant());
        return new TypeList(
                List.copyOf(catalogue.types().values()),
                catalogue.categories(),
                catalogue.version());
    }

    @GetMapping("/{key}")
    NotificationType get(Caller caller, @PathVariable String key) {
        return find(caller, key);
    }

    @PostMapping("/{key}/preview")
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
