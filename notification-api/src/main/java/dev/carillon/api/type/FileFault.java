package dev.carillon.api.type;

/// What is wrong with a file, for its author.
///
/// @param line from 1
record FileFault(String file, int line, String reason) {
    /// `issue-assigned.yaml:14: …`, as editors and terminals link it.
    @Override
    public String toString() {
        return file + ":" + line + ": " + reason;
    }
}
