package dev.carillon.api.type;

/// A fault in a file, for the file's author.
///
/// @param line from 1
record FileFault(String file, int line, String reason) {
    /// `issue-assigned.yaml:14: …`, a form that editors and terminals turn into a link.
    @Override
    public String toString() {
        return file + ":" + line + ": " + reason;
    }
}
