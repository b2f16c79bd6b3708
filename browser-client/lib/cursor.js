// Cursors are opaque to applications. The client itself reads their `seq` to keep changes in order.

/**
 * @param {string|undefined} cursor
 * @returns {{epoch: number, seq: number}|null} null if it is not a cursor of ours
 */
export function readCursor(cursor) {
  if (!cursor) return null;
  try {
    const parts = atob(cursor.replaceAll('-', '+').replaceAll('_', '/')).split('.');
    // after the log position: the recipient's mark, and the last id of a page that ended within one change
    if (parts[0] !== 'c1' || parts.length < 5 || parts.length > 7) return null;
    return { epoch: Number(parts[1]), seq: Number(parts[2]) };
  } catch {
    return null;
  }
}
