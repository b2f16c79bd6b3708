// Keeps the changes of one person in order. Messages may arrive repeated or reordered; `seq` gives their order.

/** @import {Message} from './types.js' */

/** The most messages held beyond a gap; with more, the client fetches the missing changes. */
const MOST_HELD = 1_000;

/** Passes on each message once, in order, starting at the client's cursor. */
export class Sequence {
  #seq = -1;
  /** @type {Map<number, Message>} */
  #held = new Map();
  #paused = false;
  /** There were more messages beyond the gap than can be held. */
  #overflown = false;
  #take;
  #gap;

  /**
   * @param {(message: Message) => void} take called in order
   * @param {(open: boolean) => void} gap called when a gap opens and when it closes
   */
  constructor(take, gap) {
    this.#take = take;
    this.#gap = gap;
  }

  /** The `seq` of the last change that was passed on; -1 before anything was loaded. */
  get seq() {
    return this.#seq;
  }

  /** A first page is being loaded: messages that arrive are held until it is there. */
  pause() {
    this.#paused = true;
    this.#gap(false);
  }

  /**
   * Starts again from a page; then passes on the messages that arrived while it was being loaded.
   * @param {number} seq
   * @param {(message: Message) => boolean} isOfPage whether a message belongs to the epoch of that page
   */
  start(seq, isOfPage) {
    this.#seq = seq;
    this.#paused = false;
    for (const [at, message] of this.#held) if (!isOfPage(message)) this.#held.delete(at);
    this.#release();
  }

  /** The answers of the changes endpoint are complete up to this `seq`. @param {number} seq */
  advance(seq) {
    if (seq > this.#seq) this.#seq = seq;
    this.#overflown = false;
    this.#release();
  }

  /** @param {Message} message with a `seq` */
  offer(message) {
    const seq = /** @type {number} */ (message.seq);
    // while a page is being loaded our own position means nothing: its epoch may start from 1 again
    if (seq <= this.#seq && !this.#paused) return;
    if (this.#held.size < MOST_HELD) this.#held.set(seq, message);
    else this.#overflown = true;
    if (!this.#paused) this.#release();
  }

  #release() {
    let next = this.#held.get(this.#seq + 1);
    while (next) {
      this.#held.delete(this.#seq + 1);
      this.#seq += 1;
      this.#take(next);
      next = this.#held.get(this.#seq + 1);
    }
    for (const seq of this.#held.keys()) if (seq <= this.#seq) this.#held.delete(seq);
    this.#gap(this.#held.size > 0 || this.#overflown);
  }
}
