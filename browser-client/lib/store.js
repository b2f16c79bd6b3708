// The person's rows by id, and counts. Both are merged by their own `seq`, so that repeated and reordered messages do
// no harm.

/** @import {Row, Counts} from './types.js' */

const EMPTY = Object.freeze({ seq: -1, unread: { total: 0, by_category: {} }, unseen: { total: 0, by_category: {} } });

/**
 * A mark-all: the change `seq` marked every row up to `upto`.
 * @typedef {object} Mark
 * @property {'read'|'seen'} what
 * @property {number} upto
 * @property {string|null} category null for all
 * @property {string} at
 * @property {number} seq
 */

/** Rows and counts. Fires `change` after each batch of changes. */
export class InboxStore extends EventTarget {
  /** @type {Map<string, Row>} */
  #rows = new Map();
  /** @type {Counts} */
  #counts = EMPTY;
  /** @type {Map<string, {rowSeq: number, fields: Partial<Row>}>} local changes that are not answered yet */
  #pending = new Map();
  /**
   * The last mark-all of each kind and category, because rows that the server read before it may still arrive.
   * @type {Map<string, Mark>}
   */
  #marks = new Map();
  /** Local changes of the counts, until the server sends new counts. */
  #optimistic = /** @type {{total: number, byCategory: Record<string, number>}} */ ({ total: 0, byCategory: {} });

  /** Clears everything, for a new person or a new epoch. */
  clear() {
    this.#rows.clear();
    this.#pending.clear();
    this.#marks.clear();
    this.#counts = EMPTY;
    this.#settle();
    this.#changed();
  }

  /**
   * The rows that the person sees, newest first: not deleted, not archived, and of the category if one is given.
   * @param {string|null} [category]
   * @param {string|null} [from] the oldest id to show
   * @returns {Row[]}
   */
  rows(category = null, from = null) {
    const shown = [];
    for (const stored of this.#rows.values()) {
      const row = this.#seen(stored);
      if (row.deleted || row.archived_at || !row.title) continue;
      if (category && row.category !== category) continue;
      if (from && row.id < from) continue;
      shown.push(row);
    }
    return shown.sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** @param {string} id @returns {Row|undefined} */
  row(id) {
    const stored = this.#rows.get(id);
    return stored && this.#seen(stored);
  }

  /** The server's counts, adjusted by local changes that are not answered yet. @returns {Counts} */
  get counts() {
    const { total, byCategory } = this.#optimistic;
    if (Object.keys(byCategory).length === 0) return this.#counts;
    /** @type {Record<string, number>} */
    const categories = { ...this.#counts.unread.by_category };
    for (const [category, delta] of Object.entries(byCategory)) {
      categories[category] = Math.max(0, (categories[category] ?? 0) + delta);
    }
    return {
      ...this.#counts,
      unread: { total: Math.max(0, this.#counts.unread.total + total), by_category: categories },
    };
  }

  /**
   * Merges rows and counts of an answer or a message; a row or counts with a lower `seq` than known are ignored.
   * @param {Row[]} rows
   * @param {Counts} [counts]
   * @returns {Row[]} rows that were not known before
   */
  merge(rows, counts) {
    /** @type {Row[]} */
    const fresh = [];
    for (const row of rows) {
      const known = this.#rows.get(row.id);
      if (!known) fresh.push(row);
      if (known && known.seq > row.seq) continue;
      this.#rows.set(row.id, this.#marked(row.title || !known ? row : { ...known, ...row }));
      if (row.replaces) this.#remove(row.replaces, row.seq);
    }
    if (counts && counts.seq >= this.#counts.seq) this.#counts = counts;
    this.#settle();
    this.#changed();
    return fresh;
  }

  /**
   * Applies the complete state of a row: an absent field is not set. Unknown rows are ignored.
   * @param {string} id
   * @param {Partial<Row>} state with `seq` of the row
   * @param {Counts} [counts]
   */
  patch(id, state, counts) {
    const known = this.#rows.get(id);
    const seq = state.seq ?? known?.seq ?? 0;
    if (known && seq >= known.seq) this.#rows.set(id, this.#marked({ ...known, ...state, seq }));
    if (counts && counts.seq >= this.#counts.seq) this.#counts = counts;
    this.#settle();
    this.#changed();
  }

  /**
   * Applies a mark-all to every row up to `upto`, except rows whose own last change of that state is later.
   * @param {Mark} mark
   * @param {Counts} [counts]
   */
  markUpto(mark, counts) {
    const key = `${mark.what} ${mark.category ?? ''}`;
    if (mark.seq >= (this.#marks.get(key)?.seq ?? -1)) this.#marks.set(key, mark);
    for (const row of this.#rows.values()) this.#rows.set(row.id, withMark(row, mark));
    if (counts && counts.seq >= this.#counts.seq) this.#counts = counts;
    this.#settle();
    this.#changed();
  }

  /**
   * Shows an action before it is answered.
   * @param {string} id
   * @param {Partial<Row>} fields
   */
  expect(id, fields) {
    const row = this.#rows.get(id);
    if (!row) return;
    this.#pending.set(id, { rowSeq: row.seq, fields });
    this.#settle();
    this.#changed();
  }

  /** The action was answered or refused: from now on the server's state is used. @param {string} id */
  settle(id) {
    if (this.#pending.delete(id)) {
      this.#settle();
      this.#changed();
    }
  }

  /** A row, with the mark-alls applied that happened after the server read it. @param {Row} row @returns {Row} */
  #marked(row) {
    let marked = row;
    for (const mark of this.#marks.values()) if (row.seq < mark.seq) marked = withMark(marked, mark);
    return marked;
  }

  /** @param {Row} stored @returns {Row} */
  #seen(stored) {
    const pending = this.#pending.get(stored.id);
    return pending ? { ...stored, ...pending.fields } : stored;
  }

  /** @param {string} id @param {number} seq */
  #remove(id, seq) {
    const row = this.#rows.get(id);
    if (row) this.#rows.set(id, { ...row, deleted: true, seq });
  }

  /** Drops local changes that newer server states replaced, and counts the remaining ones. */
  #settle() {
    /** @type {{total: number, byCategory: Record<string, number>}} */
    const optimistic = { total: 0, byCategory: {} };
    for (const [id, { rowSeq, fields }] of this.#pending) {
      const row = this.#rows.get(id);
      if (!row || row.seq > rowSeq) {
        this.#pending.delete(id);
        continue;
      }
      const was = !row.read_at && !row.deleted && !row.archived_at;
      const shown = { ...row, ...fields };
      const is = !shown.read_at && !shown.deleted && !shown.archived_at;
      if (was !== is) {
        const delta = is ? 1 : -1;
        optimistic.total += delta;
        const category = row.category ?? 'other';
        optimistic.byCategory[category] = (optimistic.byCategory[category] ?? 0) + delta;
      }
    }
    this.#optimistic = optimistic;
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/** @param {Row} row @param {Mark} mark @returns {Row} */
function withMark(row, { what, upto, category, at }) {
  if ((row.created_seq ?? Infinity) > upto || (category && row.category !== category)) return row;
  if (what === 'read' && (row.read_seq ?? 0) > upto) return row;
  const seen = { seen_at: row.seen_at ?? at };
  return { ...row, ...seen, ...(what === 'read' ? { read_at: row.read_at ?? at } : {}) };
}
