/// Tickets: single use, 128 bits, valid for seconds. So a page's URL or a proxy's log never contains a token that opens
/// more than one connection. Redis stores only their SHA-256.
@NullMarked
package dev.carillon.gateway.ticket;

import org.jspecify.annotations.NullMarked;
