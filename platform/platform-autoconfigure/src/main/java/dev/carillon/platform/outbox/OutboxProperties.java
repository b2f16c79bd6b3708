package dev.carillon.platform.outbox;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// `carillon.outbox.*`.
///
/// @param schema the schema that holds the outbox; the connection's own unless set
/// @param maxRecordSize the largest record that is taken, key, headers and framing included; no more than the topics take
/// @param partitionsAhead for how many days beyond today partitions are kept ready
@Validated
@ConfigurationProperties("carillon.outbox")
public record OutboxProperties(
        @Nullable @Pattern(regexp = "[a-z_][a-z0-9_]{0,62}") String schema,
        @DefaultValue("1MB") @NotNull DataSize maxRecordSize,
        @DefaultValue("7") @Min(1) @Max(60) int partitionsAhead) {}
