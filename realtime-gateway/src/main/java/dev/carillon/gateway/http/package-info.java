/// The public port: HTTP for tickets, statistics and revocation, and the upgrade to WebSocket.
///
/// Event loops read and write; whatever may block (a token's keys, Redis) is done on virtual threads. Nothing of a connection is
/// registered before its token or ticket was checked, and the HTTP handlers leave the pipeline with the upgrade. Neither tokens
/// nor tickets are logged: of a request no more than method and path is.
@NullMarked
package dev.carillon.gateway.http;

import org.jspecify.annotations.NullMarked;
