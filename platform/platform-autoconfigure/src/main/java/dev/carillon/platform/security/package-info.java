/// Authentication and authorisation.
///
/// Every route is denied unless a service's [AccessRules] open it. A token is checked for algorithm, issuer, audience
/// and expiry; its subject is the recipient id. In local mode a shared secret signs tokens; outside local mode, a
/// service with a secret refuses to start.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.security;
