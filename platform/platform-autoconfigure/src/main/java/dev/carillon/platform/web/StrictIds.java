package dev.carillon.platform.web;

import java.beans.PropertyEditorSupport;
import java.util.UUID;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/// Ids in paths and parameters as they came. Spring's own reader trims them, and takes short forms such as `1-1-1-1-1`: several texts
/// would be one id. An editor and no converter: when a converter refuses, Spring asks its own reader after all.
@ControllerAdvice
final class StrictIds {
    private static final int LENGTH = 36;

    @InitBinder
    void ids(WebDataBinder binder) {
        binder.registerCustomEditor(UUID.class, new Editor());
    }

    private static final class Editor extends PropertyEditorSupport {
        @Override
        public void setAsText(String text) {
            setValue(UUID.fromString(text.length() == LENGTH ? text : ""));
        }
    }
}
