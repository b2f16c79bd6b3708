// What the person did over the socket, until it is answered: sent again with the same ids, which the server does once.

/** @import {Message} from './types.js' */

const RESEND_EVERY = 5_000;
/** Errors that say nothing of the action itself: it is sent again. */
const TRY_AGAIN = new Set(['overloaded', 'unavailable']);

/**
 * @typedef {object} Waiting
 * @property {{type: string, action_id: string} & Record<string, unknown>} message
 * @property {(answer: Message) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {ReturnType<typeof setTimeout>} [timer]
 */

/** Actions on their way. */
export class Actions {
  #send;
  /** @type {Map<string, Waiting>} */
  #waiting = new Map();

  /** @param {(message: {type: string} & Record<string, unknown>) => boolean} send whether it went out */
  constructor(send) {
    this.#send = send;
  }

  /**
   * Sends an action.
   * @param {{type: string} & Record<string, unknown>} fields
   * @returns {Promise<Message>|null} its answer; null when there is no socket
   */
  start(fields) {
    const message = { ...fields, action_id: crypto.randomUUID() };
    if (!this.#send(message)) return null;
    return new Promise((resolve, reject) => {
      const waiting = { message, resolve, reject };
      this.#waiting.set(message.action_id, waiting);
      this.#watch(waiting);
    });
  }

  /** Takes an answer, and says whether it is one to an action that waited for it. @param {Message} message */
  answered(message) {
    const waiting = message.action_id && this.#waiting.get(message.action_id);
    if (!waiting || (message.type === 'error' && TRY_AGAIN.has(message.code))) return false;
    this.#waiting.delete(waiting.message.action_id);
    clearTimeout(waiting.timer);
    if (message.type === 'error') waiting.reject(new Error(message.message));
    else waiting.resolve(message);
    return true;
  }

  /** A connection is there: what was not answered goes again. */
  sendAgain() {
    for (const waiting of this.#waiting.values()) this.#resend(waiting);
  }

  /** Nothing is sent any more. */
  close() {
    for (const waiting of this.#waiting.values()) clearTimeout(waiting.timer);
    this.#waiting.clear();
  }

  /** @param {Waiting} waiting */
  #resend(waiting) {
    this.#send(waiting.message);
    this.#watch(waiting);
  }

  /** @param {Waiting} waiting */
  #watch(waiting) {
    clearTimeout(waiting.timer);
    waiting.timer = setTimeout(() => this.#resend(waiting), RESEND_EVERY);
  }
}
