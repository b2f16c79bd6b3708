// Actions sent over the socket, until they are answered. They are repeated with the same ids; the server applies each
// id once.

/** @import {Message} from './types.js' */

const RESEND_EVERY = 5_000;
/** Errors that do not concern the action itself: it is sent again. */
const TRY_AGAIN = new Set(['overloaded', 'unavailable']);

/**
 * @typedef {object} Waiting
 * @property {{type: string, action_id: string} & Record<string, unknown>} message
 * @property {(answer: Message) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {ReturnType<typeof setTimeout>} [timer]
 */

/** Actions that are not answered yet. */
export class Actions {
  #send;
  /** @type {Map<string, Waiting>} */
  #waiting = new Map();

  /** @param {(message: {type: string} & Record<string, unknown>) => boolean} send returns whether it was sent */
  constructor(send) {
    this.#send = send;
  }

  /**
   * Sends an action.
   * @param {{type: string} & Record<string, unknown>} fields
   * @returns {Promise<Message>|null} its answer; null if there is no socket
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

  /** Handles an answer; returns whether an action waited for it. @param {Message} message */
  answered(message) {
    const waiting = message.action_id && this.#waiting.get(message.action_id);
    if (!waiting || (message.type === 'error' && TRY_AGAIN.has(message.code))) return false;
    this.#waiting.delete(waiting.message.action_id);
    clearTimeout(waiting.timer);
    if (message.type === 'error') waiting.reject(new Error(message.message));
    else waiting.resolve(message);
    return true;
  }

  /** A connection is open: sends all unanswered actions again. */
  sendAgain() {
    for (const waiting of this.#waiting.values()) this.#resend(waiting);
  }

  /** Stops sending. */
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
