// Keeps the changes of one person in order. Messages may be repeated and reordered on their way; each has its place by `seq`.

/** @import {Message} from './types.js' */

/** How many messages beyond a gap are held; past that the gap is closed by asking. */
const MOST_HELD = 1_000;

/** Hands each message on once, in order, from the client's own cursor. */
export class Sequence {
  #seq = -1;
  /** @type {Map<number, Message>} */
  #held = new Map();
  #paused = false;
  /** More lay beyond a gap than is held. */
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

  /** The last change that was taken; -1 before anything was loaded. */
  get seq() {
    return this.#seq;
  }

  /** A page is on its way to start anew from: what arrives is held until it is there. */
  pause() {
    this.#paused = true;
    this.#gap(false);
  }

  /**
   * Starts anew from a page; what arrived while it was on its way follows.
   * @param {number} seq
   * @param {(message: Message) => boolean} isOfPage whether a message counts on from that page
   */
  start(seq, isOfPage) {
    this.#seq = seq;
    this.#paused = false;
    for (const [at, message] of this.#held) if (!isOfPage(message)) this.#held.delete(at);
    this.#release();
  }

  /** What the changes endpoint answered is complete up to this. @param {number} seq */
  advance(seq) {
    if (seq > this.#seq) this.#seq = seq;
    this.#overflown = false;
    this.#release();
  }

  /** @param {Message} message with a `seq` */
  offer(message) {
    const seq = /** @type {number} */ (message.seq);
    // while a page is awaited our own place says nothing: its epoch may count anew
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
