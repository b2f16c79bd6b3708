package dev.carillon.platform.web;

import java.beans.PropertyEditorSupport;
import java.util.UUID;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/// Parses ids in paths and parameters strictly. Spring's own parser trims them, and accepts short forms such as
/// `1-1-1-1-1`: several texts would be the same id. It is an editor and not a converter, because Spring falls back to
/// its own parser when a converter refuses.
@ControllerAdvice
final class StrictIds {
    @InitBinder
    void ids(WebDataBinder binder) {
        binder.registerCustomEditor(UUID.class, new Editor());
    }

    private static final class Editor extends PropertyEditorSupport {
        @Override
        public void setAsText(String text) {
            setValue(read(text));
        }
    }

    /// @throws IllegalArgumentException when the text is not the whole form of an id, with hyphens
    static UUID read(String text) {
        UUID id = UUID.fromString(text);
        if (!id.toString().equalsIgnoreCase(text)) {
            throw new NumberFormatException("not the form of an id");
        }
        return id;
    }
}
