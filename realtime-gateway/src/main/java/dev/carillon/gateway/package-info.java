/// realtime-gateway: from the log to the browser.
///
/// Every replica reads all changes, keeps the recent ones, and writes those of its connected recipients to their
/// sockets. It owns nothing that must not be lost: a change that a client missed is in the log or in the database, and
/// the client's cursor says what it has.
@NullMarked
package dev.carillon.gateway;

import org.jspecify.annotations.NullMarked;
