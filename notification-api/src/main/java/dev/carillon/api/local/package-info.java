/// What exists on one machine only: signing in as anyone.
@NullMarked
package dev.carillon.api.local;

import org.jspecify.annotations.NullMarked;
