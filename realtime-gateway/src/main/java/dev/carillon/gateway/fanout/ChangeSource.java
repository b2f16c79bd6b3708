package dev.carillon.gateway.fanout;

/// Where changes and announcements come from.
///
/// The source calls its [ChangeSink] on one thread of its own, never two at once.
public interface ChangeSource extends AutoCloseable {
    /// Begins to read, from as far back as the recent window reaches; returns at once.
    void start(ChangeSink sink);

    /// Whether the window was filled and the log is being read.
    State state();

    /// Ends the reading; returns when the sink is called no more.
    @Override
    void close();

    /// @param filled whether all that was there at the start has been read
    /// @param fault what keeps the source from reading now, in words; empty when nothing does
    record State(boolean filled, String fault) {
        /// Whether clients can be served.
        public boolean ready() {
            return filled && fault.isEmpty();
        }
    }
}
