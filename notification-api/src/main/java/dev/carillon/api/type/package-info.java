/// Notification types: read from YAML files, compiled, versioned, published.
///
/// A load holds an advisory lock of the database, so replicas load one after the other. It compares each valid file
/// with the stored type, raises the version of each type that differs, and writes the catalogue last, all in one
/// transaction. The types of a faulty file stay unchanged. Every reader in this service asks [Types], which compares
/// the catalogue's version at each use: a change is in effect everywhere once it has committed.
@NullMarked
package dev.carillon.api.type;

import org.jspecify.annotations.NullMarked;
