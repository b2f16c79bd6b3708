/// Recipients: the people who can be notified, and their addresses.
///
/// Each change locks the row, raises its version by one and commits together with the record that publishes it, so the
/// records of one recipient are published in order of version. A transaction must not read a row before it locks it:
/// JPA would keep the earlier copy. Several rows are locked in order of key. A change without effect keeps the version
/// and publishes nothing.
@NullMarked
package dev.carillon.api.recipient;

import org.jspecify.annotations.NullMarked;
