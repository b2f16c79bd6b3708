/// Pages reached from mails by a signed link, without signing in.
///
/// A GET changes nothing, since mail scanners follow links; a POST does, and so does a mail client's one-click POST (RFC
/// 8058). Pages work without scripts.
@NullMarked
package dev.carillon.api.link;

import org.jspecify.annotations.NullMarked;
