package dev.carillon.platform.config;

/// The service must not start: the message says what is wrong and names the key, and the action says what to do. Shown
/// without a stack trace.
public class StartFailure extends RuntimeException {
    private final String action;

    /// @param message what is wrong
    /// @param action what to do about it
    public StartFailure(String message, String action) {
        super(message);
        this.action = action;
    }

    public StartFailure(String message, String action, Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    public String action() {
        return action;
    }
}
