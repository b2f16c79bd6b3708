package dev.carillon.gateway.fanout;

/// Reads changes and announcements.
///
/// A source calls its [ChangeSink] on one thread of its own, never concurrently.
public interface ChangeSource extends AutoCloseable {
    /// Starts to read, from as far back as the recent window reaches. Returns at once.
    void start(ChangeSink sink);

    /// Whether the window is filled and the log is being read.
    State state();

    /// Stops reading. Returns after the last call of the sink.
    @Override
    void close();

    /// @param filled whether everything that existed at the start has been read
    /// @param fault why the source currently cannot read, as text; empty if it can
    record State(boolean filled, String fault) {
        /// Whether clients can be served.
        public boolean ready() {
            return filled && fault.isEmpty();
        }
    }
}
