package dev.carillon.api.type;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// `carillon.types.*`.
///
/// @param directories that hold a YAML file a type, and `categories.yaml`; without any, what is stored stays
/// @param reloadInterval how often they are looked at for changes; a change is taken over once two looks found it alike
@Validated
@ConfigurationProperties("carillon.types")
record TypeSettings(
        @DefaultValue @NotNull List<Path> directories,
        @DefaultValue("250ms") @NotNull Duration reloadInterval) {
    TypeSettings {
        directories = List.copyOf(directories);
        if (reloadInterval.isNegative() || reloadInterval.isZero()) {
            throw new IllegalArgumentException(
                    "carillon.types.reload-interval must be positive, but is " + reloadInterval);
        }
    }
}
