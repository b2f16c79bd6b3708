// The client: loads, connects, resumes, polls while there is no connection, and sends the person's actions.

import { Actions } from './actions.js';
import { Connection } from './connection.js';
import { readCursor } from './cursor.js';
import { Persistent } from './persistent.js';
import { Rest } from './rest.js';
import { Sequence } from './sequence.js';
import { InboxStore } from './store.js';

/** @import {ConnectionState, Counts, Message, Row} from './types.js' */

const GAP_PATIENCE = 500;
const POLL_EVERY = 30_000;
/** After this number of failed attempts the client polls for news; it also keeps trying to connect. */
const POLL_AFTER = 3;

/**
 * @typedef {object} ClientOptions
 * @property {string} api base URL of notification-api
 * @property {string} [gateway] base URL of realtime-gateway; default is the API's
 * @property {string | ((fresh: boolean) => string | Promise<string>)} token the person's JWT, or a function that returns one
 * @property {boolean} [debug] logs the types of frames, never their content
 */

/**
 * A person's live inbox.
 *
 * Events: `change` (rows or counts), `state` (`detail.state`), `notification` (`detail.row`, once for each
 * notification that arrives live), `announcement` (`detail`), `fault` (`detail.error`: an action was refused).
 */
export class CarillonClient extends EventTarget {
  #rest;
  #connection;
  #sequence;
  #debug;
  /** @type {ConnectionState} */
  #state = 'idle';
  #epoch = -1;
  /** @type {string|undefined} */
  #cursor;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #gap;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #poll;
  /** The stored rows belong to another epoch: load everything again. */
  #outdated = false;
  /** Fetches everything after the cursor, or loads everything again; repeats until it succeeds. */
  #news = new Persistent(() => this.#fetchNews());
  #actions;
  /** @type {Map<string, Promise<void>>} actions in progress, at most one for each row */
  #queues = new Map();

  /** @param {ClientOptions} options */
  constructor(options) {
    super();
    const { token } = options;
    let known = '';
    this.#rest = new Rest(options.api, options.gateway ?? options.api, async (fresh) => {
      if (typeof token === 'string') return token;
      if (fresh || !known) known = await token(fresh);
      return known;
    });
    this.#debug = options.debug ?? false;
    this.store = new InboxStore();
    this.store.addEventListener('change', () => this.dispatchEvent(new Event('change')));
    this.#sequence = new Sequence(
      (message) => this.#apply(message),
      (open) => this.#watchGap(open),
    );
    this.#connection = new Connection(this.#rest.socketUrl, {
      ticket: async () => (await this.#rest.ticket()).ticket,
      cursor: () => this.#cursor,
      message: (message) => this.#received(message),
      state: (state, { attempt }) => this.#connectionState(state, attempt),
      ...(this.#debug ? { debug: (direction, type) => console.debug('carillon', direction, type) } : {}),
    });
    this.#actions = new Actions((message) => this.#connection.send(message));
    this.wake = this.wake.bind(this);
  }

  /** @returns {ConnectionState} */
  get state() {
    return this.#state;
  }

  /** @returns {Counts} */
  get counts() {
    return this.store.counts;
  }

  /**
   * Loads the first page and connects. Rejects if the page cannot be loaded; call it again to retry.
   * @returns {Promise<string|undefined>} the cursor of the next page
   */
  async start() {
    this.#setState('loading');
    document.addEventListener('visibilitychange', this.wake);
    window.addEventListener('online', this.wake);
    const next = await this.#load();
    this.#connection.open();
    return next;
  }

  /** Disconnects and stops all work. */
  close() {
    document.removeEventListener('visibilitychange', this.wake);
    window.removeEventListener('online', this.wake);
    clearTimeout(this.#gap);
    clearTimeout(this.#poll);
    this.#news.close();
    this.#actions.close();
    this.#connection.close();
    this.#setState('closed');
  }

  /** The person is back at the page: connects and checks for news at once. */
  wake() {
    if (document.visibilityState === 'hidden' || this.#state === 'closed') return;
    this.#connection.open();
    if (this.#state === 'polling' || this.#news.waiting) this.#news.askNow();
  }

  /**
   * Loads a page into the store.
   * @param {{cursor?: string, category?: string|null, limit?: number}} query
   * @returns {Promise<{items: Row[], next?: string}>}
   */
  async page(query) {
    const page = await this.#rest.page(query);
    this.store.merge(page.items, page.counts);
    return { items: page.items, ...(page.next_cursor ? { next: page.next_cursor } : {}) };
  }

  /** The declared categories, in their order. */
  categories() {
    return this.#rest.categories();
  }

  /** @param {string} id */
  markRead(id) {
    const at = new Date().toISOString();
    return this.#act('mark_read', id, { read_at: at, seen_at: at });
  }

  /** @param {string} id */
  markUnread(id) {
    return this.#act('mark_unread', id, { read_at: null });
  }

  /** @param {string} id */
  archive(id) {
    return this.#act('archive', id, { archived_at: new Date().toISOString() });
  }

  /** The person opened the notification's link. @param {string} id */
  clicked(id) {
    return this.#act('clicked', id, { clicked_at: new Date().toISOString() });
  }

  /** Deletes it from the inbox permanently. @param {string} id */
  remove(id) {
    return this.#inTurn(id, { deleted: true }, () => this.#rest.remove(id));
  }

  /** The person saw these rows. @param {string[]} ids at most 100 */
  async markSeen(ids) {
    await this.#rest.mark({ action: 'seen', ids });
  }

  /** Marks everything that exists now as read. @param {string|null} [category] */
  async markAllRead(category = null) {
    const upto = this.#sequence.seq;
    const answer = await this.#rest.mark({ action: 'read', upto, ...(category ? { category } : {}) });
    this.#marked('read', upto, category, answer.counts.seq, answer.counts);
  }

  /** @returns {Promise<string|undefined>} */
  async #load() {
    const page = await this.#rest.page();
    this.store.clear();
    this.#cursor = page.cursor;
    const place = readCursor(page.cursor);
    this.#epoch = place?.epoch ?? -1;
    this.store.merge(page.items, page.counts);
    this.#sequence.start(place?.seq ?? 0, (message) => readCursor(message.cursor)?.epoch === this.#epoch);
    return page.next_cursor;
  }

  /** @param {Message} message */
  #received(message) {
    switch (message.type) {
      case 'hello':
        this.#actions.sendAgain();
        // the gateway greeted before it received our cursor; it will send `resync` then. Fetch the changes even if it
        // does not
        if (!message.recovered && this.#cursor) this.#askAfterPatience();
        break;
      case 'notification':
      case 'changed':
        if (message.action_id) this.#answered(message);
        if (typeof message.seq === 'number') {
          this.#sequence.offer(message);
          this.#moveCursor(message.cursor);
        } else {
          this.#apply(message);
        }
        break;
      case 'error':
        this.#actions.answered(message);
        break;
      case 'ping':
        this.#moveCursor(message.cursor);
        break;
      case 'resync':
        this.#askForNews();
        break;
      case 'reset':
        this.#startAnew();
        break;
      case 'announcement':
        this.dispatchEvent(new CustomEvent('announcement', { detail: message }));
        break;
      default:
    }
  }

  /** Updates the log position, but only if the cursor's `seq` equals ours. @param {string|undefined} cursor */
  #moveCursor(cursor) {
    const place = readCursor(cursor);
    if (place && place.epoch === this.#epoch && place.seq === this.#sequence.seq) this.#cursor = cursor;
  }

  /** @param {Message} message */
  #apply(message) {
    if (message.type === 'notification') {
      const fresh = this.store.merge([message.notification], message.counts);
      for (const row of fresh) this.dispatchEvent(new CustomEvent('notification', { detail: { row } }));
    } else if (message.id) {
      this.store.patch(message.id, states(message), message.counts);
    } else if (typeof message.upto === 'number') {
      this.#applyUpto(message);
    } else if (message.counts) {
      this.store.merge([], message.counts);
    }
  }

  /** @param {Message} message */
  #applyUpto(message) {
    if (message.action === 'read' || message.action === 'seen') {
      this.#marked(message.action, message.upto, message.category ?? null, message.seq ?? 0, message.counts);
    } else {
      this.#askForNews();
    }
  }

  /**
   * @param {'read'|'seen'} what @param {number} upto @param {string|null} category @param {number} seq
   * @param {import('./types.js').Counts} [counts]
   */
  #marked(what, upto, category, seq, counts) {
    this.store.markUpto({ what, upto, category, at: new Date().toISOString(), seq }, counts);
  }

  /** @param {boolean} open */
  #watchGap(open) {
    if (open) this.#askAfterPatience();
    else this.#forgetPatience();
  }

  #askAfterPatience() {
    this.#gap ??= setTimeout(() => this.#askForNews(), GAP_PATIENCE);
  }

  #forgetPatience() {
    clearTimeout(this.#gap);
    this.#gap = undefined;
  }

  #askForNews() {
    this.#forgetPatience();
    this.#news.ask();
  }

  /** A new epoch begins: messages that arrive are held until its first page is loaded. */
  #startAnew() {
    this.#outdated = true;
    this.#sequence.pause();
    this.#askForNews();
  }

  /**
   * Rejects if loading failed. Our own position moves with the last page only: a changed row moves to its newest `seq`,
   * so
   * until then rows with older changes are missing, and no message will bring them.
   */
  async #fetchNews() {
    let from = this.#cursor;
    let more = true;
    while (more) {
      if (this.#outdated) {
        await this.#reload();
        return;
      }
      if (!from) return;
      const changes = await this.#rest.changes(from);
      if (changes.reset) this.#outdated = true;
      if (this.#outdated) continue;
      this.#takeChanges(changes);
      from = changes.cursor;
      more = changes.has_more;
    }
  }

  /** @param {import('./types.js').Changes} changes */
  #takeChanges(changes) {
    const fresh = this.store.merge(changes.items, changes.counts);
    if (!changes.has_more) {
      this.#cursor = changes.cursor;
      this.#sequence.advance(readCursor(changes.cursor)?.seq ?? 0);
    }
    for (const row of fresh) {
      if (!row.deleted && row.title) this.dispatchEvent(new CustomEvent('notification', { detail: { row } }));
    }
  }

  async #reload() {
    this.#outdated = false;
    this.#sequence.pause();
    try {
      await this.#load();
    } catch (fault) {
      this.#outdated = true;
      throw fault;
    }
    this.dispatchEvent(new Event('reset'));
  }

  /** @param {'live'|'reconnecting'|'refused'|'idle'} state @param {number} attempt */
  #connectionState(state, attempt) {
    if (state === 'live') {
      clearTimeout(this.#poll);
      this.#setState('live');
    } else if (state === 'refused') {
      this.#news.rest();
      this.#setState('refused');
    } else if (state === 'idle' || attempt >= POLL_AFTER) {
      this.#setState('polling');
      this.#pollSoon(POLL_EVERY);
    } else {
      this.#setState('reconnecting');
    }
  }

  /** @param {number} every */
  #pollSoon(every) {
    clearTimeout(this.#poll);
    if (this.#state === 'live' || this.#state === 'closed' || this.#state === 'refused') return;
    this.#poll = setTimeout(
      () => {
        if (document.visibilityState === 'visible') this.#news.ask();
        this.#pollSoon(POLL_EVERY);
      },
      every * (0.8 + 0.4 * Math.random()),
    );
  }

  /** @param {ConnectionState} state */
  #setState(state) {
    if (this.#state === state) return;
    this.#state = state;
    this.dispatchEvent(new CustomEvent('state', { detail: { state } }));
  }

  /**
   * Uses the socket while it is live, else REST. The change is shown at once, and undone if it is refused.
   * @param {string} type @param {string} id @param {Partial<Row>} expected
   */
  #act(type, id, expected) {
    const overSocket = () => this.#actions.start({ type, id, seq: this.#sequence.seq });
    return this.#inTurn(id, expected, () => overSocket() ?? this.#rest.patch(id, restState(type)).then((row) => {
      if (row) this.store.merge([row]);
    }));
  }

  /** @param {string} id @param {Partial<Row>} expected @param {() => Promise<unknown>} action */
  #inTurn(id, expected, action) {
    const before = this.#queues.get(id) ?? Promise.resolve();
    const turn = before.then(async () => {
      this.store.expect(id, expected);
      try {
        await action();
      } catch (error) {
        this.dispatchEvent(new CustomEvent('fault', { detail: { id, error } }));
      } finally {
        this.store.settle(id);
      }
    });
    this.#queues.set(id, turn);
    void turn.finally(() => {
      if (this.#queues.get(id) === turn) this.#queues.delete(id);
    });
    return turn;
  }

  /**
   * The answer to an action contains the row's current state, whatever its position in the order.
   * @param {Message} message
   */
  #answered(message) {
    if (this.#actions.answered(message) && message.type === 'changed' && message.id) {
      this.store.patch(message.id, states(message), message.counts);
    }
  }
}

/**
 * The complete state of a row in a `changed` message: an absent field is not set.
 * @param {Message} message
 * @returns {Partial<Row>}
 */
function states(message) {
  return {
    seq: message.row_seq ?? message.seq,
    seen_at: message.seen_at ?? null,
    read_at: message.read_at ?? null,
    clicked_at: message.clicked_at ?? null,
    archived_at: message.archived_at ?? null,
    deleted: message.deleted ?? false,
    ...(message.read_seq === undefined ? {} : { read_seq: message.read_seq }),
    ...(message.archived_seq === undefined ? {} : { archived_seq: message.archived_seq }),
  };
}

/** @param {string} type @returns {object} */
function restState(type) {
  switch (type) {
    case 'mark_read':
      return { read: true };
    case 'mark_unread':
      return { read: false };
    case 'archive':
      return { archived: true };
    default:
      return { clicked: true };
  }
}
