// Work that must eventually succeed: one attempt at a time, repeated with growing pauses until it succeeds.

import { backoff } from './backoff.js';

/** The first pause after a failure is as long as usual after two: the server has just shown that it has a problem. */
const FIRST_ATTEMPT = 2;

/** Runs the work on each request; requests during a run cause one more run. */
export class Persistent {
  #work;
  #running = false;
  #again = false;
  #closed = false;
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #retry;

  /** @param {() => Promise<void>} work a rejected promise means that it failed and must be repeated */
  constructor(work) {
    this.#work = work;
  }

  /** Whether the last attempt failed and the next one is scheduled. */
  get waiting() {
    return this.#retry !== undefined;
  }

  /** Requests a run. Does nothing while an attempt is scheduled after a failure, because that one is enough. */
  ask() {
    if (this.#running) this.#again = true;
    else if (!this.#closed && !this.waiting) void this.#run();
  }

  /** Requests a run at once, without waiting for the scheduled attempt. */
  askNow() {
    this.rest();
    this.ask();
  }

  /** Cancels the scheduled attempt. */
  rest() {
    clearTimeout(this.#retry);
    this.#retry = undefined;
  }

  /** Stops permanently. */
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
