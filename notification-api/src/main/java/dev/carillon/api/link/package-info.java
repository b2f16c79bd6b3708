/// Pages that signed links in emails open, without signing in.
///
/// A GET changes nothing, since mail scanners follow links; a POST does, and so does a mail client's one-click POST (RFC
/// 8058). Pages work without scripts. What a page changed, its undo button puts back exactly: the former values travel in the form,
/// signed, so nothing is stored for it.
@NullMarked
package dev.carillon.api.link;

import org.jspecify.annotations.NullMarked;
