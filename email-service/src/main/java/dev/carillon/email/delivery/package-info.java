/// A mail from its record to its end.
///
/// The table `messages` is the truth. A listener only admits records: one row a mail, by id, a higher generation taken only
/// from *refused* or *dead*. Workers claim rows with a lease of 10 s and a new token each time; every write compares the token,
/// and who lost it drops its work. An attempt is committed as begun before the first byte and its outcome after the last; what
/// was begun and has no outcome goes on with the same key, payload and account, or is *unknown* where the provider keeps no
/// keys. What follows from a mail's end (timeline, deferral, dead letter) is produced from the row until the broker
/// acknowledged it.
///
/// Retry topics carry a failed mail's id to its next attempt; losing such a record loses nothing, since the table re-drives
/// a row that is overdue. Critical mails have a listener and workers of their own and never wait behind the rest.
@org.jspecify.annotations.NullMarked
package dev.carillon.email.delivery;
