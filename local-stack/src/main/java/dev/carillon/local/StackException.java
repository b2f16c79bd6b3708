package dev.carillon.local;

/// A failure with a message for the user at the terminal, printed without a stack trace.
public sealed class StackException extends RuntimeException permits UsageException {
    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }

    /// Never null, unlike the message of other exceptions.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
