/// Pages that signed links in emails open, without sign-in.
///
/// A GET changes nothing, because mail scanners follow links. A POST changes settings, and so does a mail client's
/// one-click POST (RFC 8058). Pages work without scripts. An undo button restores exactly what the page changed: the
/// form carries the former values, signed, so nothing is stored for it.
@NullMarked
package dev.carillon.api.link;

import org.jspecify.annotations.NullMarked;
