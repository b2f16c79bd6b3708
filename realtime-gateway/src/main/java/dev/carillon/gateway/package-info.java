/// realtime-gateway: from the log to the browser.
///
/// Every replica reads all changes, keeps the recent ones, and writes those of the recipients that are connected to it. It owns
/// nothing that cannot be lost: what a client missed is in the log or in the database, and the client says where it stands.
@NullMarked
package dev.carillon.gateway;

import org.jspecify.annotations.NullMarked;
