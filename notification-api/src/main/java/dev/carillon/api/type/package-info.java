/// Notification types: read from YAML files, compiled, versioned, published.
///
/// A load runs under an advisory lock of the database, so replicas load one after the other. It compares each valid file with
/// what is stored, raises the version of what differs, and closes with the catalogue, all in one transaction. A file
/// that is at fault changes nothing of what it declared before. Every reader in this service asks [Types], which looks at the
/// catalogue's version at each use: a change is live everywhere once it has committed.
@NullMarked
package dev.carillon.api.type;

import org.jspecify.annotations.NullMarked;
