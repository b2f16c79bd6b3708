package dev.carillon.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/// The switch of a channel: in JSON `true` or `false`; for email also `"immediate"` or `"digest"`, which mean on and
/// when.
///
/// @param on whether the channel is used
/// @param mode when mail is sent; null leaves it to the type
public record Switch(boolean on, @Nullable EmailMode mode) {
    public static final Switch ON = new Switch(true, null);
    public static final Switch OFF = new Switch(false, null);
    public static final Switch IMMEDIATE = new Switch(true, EmailMode.IMMEDIATE);
    public static final Switch DIGEST = new Switch(true, EmailMode.DIGEST);

    /// The allowed values, as errors describe them.
    public static final String ALLOWED =
            "true, false, or for email also \"immediate\" or \"digest\"";

    /// Reads the JSON form.
    ///
    /// @throws IllegalArgumentException for anything else; the message says what is allowed
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Switch of(Object json) {
        return switch (json) {
            case Boolean on -> on ? ON : OFF;
            case String mode when mode.equals("immediate") -> IMMEDIATE;
            case String mode when mode.equals("digest") -> DIGEST;
            default -> throw new IllegalArgumentException("a switch must be " + ALLOWED);
        };
    }

    /// The JSON form.
    @JsonValue
    public Object json() {
        if (!on) {
            return false;
        }
        return mode == null ? (Object) true : mode.name().toLowerCase(java.util.Locale.ROOT);
    }
}
