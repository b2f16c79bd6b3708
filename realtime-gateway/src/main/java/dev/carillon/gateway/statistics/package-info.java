/// Who is connected where, across replicas, and the ending of a recipient's connections everywhere.
///
/// Each replica keeps its counts in Redis (a hash per replica, and a list of replicas by their last sign of life), written once
/// a second where they changed. They are figures for support: nothing decides by them.
@NullMarked
package dev.carillon.gateway.statistics;

import org.jspecify.annotations.NullMarked;
