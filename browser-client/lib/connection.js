// Keeps one WebSocket to the gateway open: tickets, resume, heartbeat, close codes, back-off.

import { backoff } from './backoff.js';

/** @import {Message} from './types.js' */

/** Close codes from this one on mean: do not reconnect. */
const FINAL = 4500;
const IDLE = 4005;
/**
 * After this many ping intervals without a message, the connection counts as dead, even if the socket is still open.
 */
const SILENT_INTERVALS = 2;

/**
 * @typedef {object} ConnectionHooks
 * @property {() => Promise<string>} ticket fetches a ticket
 * @property {() => string|undefined} cursor to resume from
 * @property {(message: Message) => void} message
 * @property {(state: 'live'|'reconnecting'|'refused'|'idle', detail: {attempt: number, code?: number}) => void} state
 * @property {(direction: string, type: string) => void} [debug]
 */

/** Keeps one connection open until it is closed, or the server forbids reconnecting. */
export class Connection {
  #url;
  #hooks;
  /** @type {WebSocket|null} */
  #socket = null;
  #attempt = 0;
  #closed = false;
  #connecting = false;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #retry;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #silence;
  #pingInterval = 25_000;
  #delay = -1;

  /** @param {string} url @param {ConnectionHooks} hooks */
  constructor(url, hooks) {
    this.#url = url;
    this.#hooks = hooks;
  }

  /** Connects now, unless it is connected or connecting. */
  open() {
    if (this.#closed || this.#connecting || this.#socket) return;
    clearTimeout(this.#retry);
    void this.#connect();
  }

  /** Closes permanently. */
  close() {
    this.#closed = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    this.#socket?.close(1000);
    this.#socket = null;
  }

  /** @param {{type: string} & Record<string, unknown>} message @returns {boolean} whether it was sent */
  send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#hooks.debug?.('→', message.type);
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  async #connect() {
    this.#connecting = true;
    let ticket;
    try {
      ticket = await this.#hooks.ticket();
    } catch (fault) {
      this.#connecting = false;
      const status = /** @type {{status?: number}} */ (fault).status;
      if (status === 401 || status === 403) this.#refused(status);
      else this.#again();
      return;
    }
    this.#connecting = false;
    if (this.#closed) return;
    const socket = new WebSocket(this.#url, ['carillon.v1', `ticket.${ticket}`]);
    this.#socket = socket;
    socket.onopen = () => {
      const cursor = this.#hooks.cursor();
      if (cursor) this.send({ type: 'resume', cursor });
      this.#heard();
    };
    socket.onmessage = (event) => this.#received(String(event.data));
    socket.onclose = (event) => this.#gone(socket, event.code);
  }

  /** @param {string} frame messages, one on each line */
  #received(frame) {
    this.#heard();
    for (const line of frame.split('\n')) {
      if (!line) continue;
      /** @type {Message} */
      const message = JSON.parse(line);
      this.#hooks.debug?.('←', message.type);
      if (message.type === 'hello') {
        this.#attempt = 0;
        this.#pingInterval = message.ping_interval ?? this.#pingInterval;
        this.#hooks.state('live', { attempt: 0 });
      } else if (message.type === 'bye') {
        this.#delay = message.delay ?? -1;
      }
      if (message.type === 'ping') this.send({ type: 'pong' });
      this.#hooks.message(message);
    }
  }

  #heard() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      const socket = this.#socket;
      socket?.close();
      if (socket) this.#gone(socket, 4002);
    }, this.#pingInterval * SILENT_INTERVALS);
  }

  /** @param {WebSocket} socket @param {number} code */
  #gone(socket, code) {
    if (this.#socket !== socket) return;
    this.#socket = null;
    clearTimeout(this.#silence);
    if (this.#closed) return;
    if (code >= FINAL && code < 5000) this.#refused(code);
    else if (code === IDLE) this.#hooks.state('idle', { attempt: 0, code });
    else this.#again(code);
  }

  /** @param {number} code */
  #refused(code) {
    this.#closed = true;
    this.#hooks.state('refused', { attempt: this.#attempt, code });
  }

  /** @param {number} [code] */
  #again(code) {
    if (this.#closed) return;
    const wait = this.#delay >= 0 ? this.#delay : backoff(this.#attempt);
    this.#delay = -1;
    this.#attempt += 1;
    this.#hooks.state('reconnecting', { attempt: this.#attempt, ...(code ? { code } : {}) });
    this.#retry = setTimeout(() => void this.#connect(), wait);
  }
}
