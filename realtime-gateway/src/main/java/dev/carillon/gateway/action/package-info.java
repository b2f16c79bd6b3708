/// Clients' actions, from a socket to `client-actions`. The result returns on `inbox-changes`. The gateway keeps no
/// actions: a client repeats an action that got no answer.
@NullMarked
package dev.carillon.gateway.action;

import org.jspecify.annotations.NullMarked;
