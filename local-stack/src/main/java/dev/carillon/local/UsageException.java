package dev.carillon.local;

/// The command line is wrong, or a file or value that it names cannot be used: exit code 2.
public final class UsageException extends StackException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
