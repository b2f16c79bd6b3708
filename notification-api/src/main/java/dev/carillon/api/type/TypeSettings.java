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
/// @param directories directories with one YAML file per type, and `categories.yaml`; if empty, the stored types stay
///     in force
/// @param reloadInterval how often the directories are checked for changes; a change is accepted when two consecutive
///     checks see the same content
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
