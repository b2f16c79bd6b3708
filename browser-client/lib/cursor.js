// Cursors are opaque to applications; the client reads the `seq` in them to keep changes in order.

/**
 * @param {string|undefined} cursor
 * @returns {{epoch: number, seq: number}|null} null when it is none of ours
 */
export function readCursor(cursor) {
  if (!cursor) return null;
  try {
    const parts = atob(cursor.replaceAll('-', '+').replaceAll('_', '/')).split('.');
    // behind the log position: the mark of the recipient, and where a page ended within the rows of one change
    if (parts[0] !== 'c1' || parts.length < 5 || parts.length > 7) return null;
    return { epoch: Number(parts[1]), seq: Number(parts[2]) };
  } catch {
    return null;
  }
}
