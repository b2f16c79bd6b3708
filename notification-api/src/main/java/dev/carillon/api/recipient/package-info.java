/// Recipients: who can be told, and where.
///
/// Each change takes the row's lock, raises its version by one and commits with the record that tells of it, so records of
/// one recipient leave in order of version. A transaction that changes a row reads it under the lock and not before: JPA keeps
/// what it read first. Several rows are locked in order of key. A change that changes nothing keeps
/// the version and tells nothing.
@NullMarked
package dev.carillon.api.recipient;

import org.jspecify.annotations.NullMarked;
