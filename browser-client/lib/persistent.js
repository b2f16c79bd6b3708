// Work that must be done in the end: one at a time, and again with growing waits until it succeeds.

import { backoff } from './backoff.js';

/** The first wait after a fault is like that after two: the server has just shown that it is unwell. */
const FIRST_ATTEMPT = 2;

/** Does one piece of work whenever it is asked for, and once more when asked for meanwhile. */
export class Persistent {
  #work;
  #running = false;
  #again = false;
  #closed = false;
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #retry;

  /** @param {() => Promise<void>} work a rejection means: not done, try again */
  constructor(work) {
    this.#work = work;
  }

  /** Whether the last attempt failed and the next one waits. */
  get waiting() {
    return this.#retry !== undefined;
  }

  /** Asks for it. While an attempt waits after a fault nothing more is done: that one will do. */
  ask() {
    if (this.#running) this.#again = true;
    else if (!this.#closed && !this.waiting) void this.#run();
  }

  /** Asks for it without waiting any longer. */
  askNow() {
    this.rest();
    this.ask();
  }

  /** Forgets the attempt that waits. */
  rest() {
    clearTimeout(this.#retry);
    this.#retry = undefined;
  }

  /** Ends for good. */
  close() {
    this.#closed = true;
    this.rest();
  }

  async #run() {
    this.#running = true;
    do {
      this.#again = false;
      try {
        await this.#work();
        this.#failures = 0;
      } catch {
        this.#later();
        break;
      }
    } while (this.#again && !this.#closed);
    this.#running = false;
  }

  #later() {
    if (this.#closed) return;
    const wait = backoff(FIRST_ATTEMPT + this.#failures);
    this.#failures += 1;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.ask();
    }, wait);
  }
}
