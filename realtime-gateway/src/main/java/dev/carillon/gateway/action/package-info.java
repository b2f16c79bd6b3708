/// What clients do: from a socket, later also from a POST, to `client-actions`. What comes of it returns on `inbox-changes`; an
/// action that gets no answer is the client's to repeat, so nothing is kept here.
@NullMarked
package dev.carillon.gateway.action;

import org.jspecify.annotations.NullMarked;
