package dev.carillon.local;

/// What went wrong, in words for the person at the terminal: shown without a stack trace.
public sealed class StackException extends RuntimeException permits UsageException {
    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }

    /// Always there, unlike that of other exceptions.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
