package dev.carillon.api.type;

import java.util.Map;

/// Tells when changed files may be read: once two looks in a row found them alike, so that what is being written is not read
/// halfway. Not thread-safe.
final class FileChanges {
    private Map<String, String> taken = Map.of();
    private Map<String, String> last = Map.of();

    /// Whether what a look found differs from what was taken, and is as the look before found it.
    ///
    /// @param look a stamp for each file
    boolean areSettled(Map<String, String> look) {
        boolean settled = look.equals(last);
        last = look;
        return settled && !look.equals(taken);
    }

    /// What was found when the files were read.
    void took(Map<String, String> look) {
        taken = look;
    }
}
