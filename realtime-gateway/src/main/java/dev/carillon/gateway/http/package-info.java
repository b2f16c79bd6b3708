/// The public port: HTTP for tickets, statistics and revocation, and the upgrade to WebSocket.
///
/// Event loops read and write. Work that may block (fetching token keys, Redis) runs on virtual threads. Nothing of a
/// connection is registered before its token or ticket is checked, and the HTTP handlers leave the pipeline at the
/// upgrade. Tokens and tickets are never logged: of a request, only method and path are.
@NullMarked
package dev.carillon.gateway.http;

import org.jspecify.annotations.NullMarked;
