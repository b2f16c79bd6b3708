/// Tickets: single use, 128 bits, valid for seconds, so that neither a page's URL nor a proxy's log holds a token that opens
/// more than one connection. Redis knows only their SHA-256.
@NullMarked
package dev.carillon.gateway.ticket;

import org.jspecify.annotations.NullMarked;
