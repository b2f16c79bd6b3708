package dev.carillon.api.type;

import java.util.Map;

/// Decides when changed files may be read: once two scans in a row found the same, so that a file is not read while it
/// is being written. Not thread-safe.
final class FileChanges {
    private Map<String, String> taken = Map.of();
    private Map<String, String> last = Map.of();

    /// Whether this scan differs from the files that were last read, and equals the scan before.
    ///
    /// @param look a stamp for each file
    boolean areSettled(Map<String, String> look) {
        boolean settled = look.equals(last);
        last = look;
        return settled && !look.equals(taken);
    }

    /// Remembers the scan with which the files were read.
    void took(Map<String, String> look) {
        taken = look;
    }
}
