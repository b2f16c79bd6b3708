/// Who is connected to which replica, and revocation: closing a recipient's connections on every replica.
///
/// Each replica keeps its counts in Redis (a hash per replica, and a list of replicas with their last heartbeat).
/// Changed counts are written once a second. The counts inform support; no decision depends on them.
@NullMarked
package dev.carillon.gateway.statistics;

import org.jspecify.annotations.NullMarked;
