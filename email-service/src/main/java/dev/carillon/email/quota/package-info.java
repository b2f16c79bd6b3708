/// Email limits: by UTC day and account, with head-room for important emails, and by recipient and hour.
///
/// A reservation has three steps: the ledger row is committed as `asked`, the Redis script decides, and the row is
/// updated to `granted` or `refused`. So every counter that Redis loses can be rebuilt from Postgres. A missing
/// counter, another Redis run id or an older epoch means *unknown*, never zero.
///
/// A rebuild also counts rows that are still `asked`; each is decided when its email asks again. When an email is
/// granted without Redis, the same transaction increments the day's epoch.
@org.jspecify.annotations.NullMarked
package dev.carillon.email.quota;
