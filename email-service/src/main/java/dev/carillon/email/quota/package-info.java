/// How many mails may go out: by UTC day and account, with head-room, and by recipient and hour.
///
/// Order: the ledger row is committed as asked, then the script is asked, then the row says granted or refused. So whatever
/// Redis forgets can be counted again from Postgres: a missing counter, another server run or an older epoch is *unknown*,
/// never zero. What a rebuild counted and nobody had answered yet is judged when it is asked again. A mail that passed Redis
/// by raises the day's epoch, in the transaction that counts it.
@org.jspecify.annotations.NullMarked
package dev.carillon.email.quota;
