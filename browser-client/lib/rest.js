// REST calls: fetch with the token, JSON, and errors that contain the server's problem.

/** @import {Changes, Page, Row} from './types.js' */

/** An answer other than 2xx; `problem` is the server's problem detail. */
export class CarillonError extends Error {
  /** @param {number} status @param {{code?: string, detail?: string, retryable?: boolean}} problem */
  constructor(status, problem) {
    super(problem.detail ?? `the server answered ${status}`);
    this.name = 'CarillonError';
    this.status = status;
    this.problem = problem;
  }
}

/** Calls notification-api and the gateway for one person. */
export class Rest {
  #api;
  #gateway;
  #token;

  /**
   * @param {string} api base URL
   * @param {string} gateway base URL
   * @param {(fresh: boolean) => Promise<string>} token called before each request; `fresh` if the last token was refused
   */
  constructor(api, gateway, token) {
    this.#api = api.replace(/\/$/, '');
    this.#gateway = gateway.replace(/\/$/, '');
    this.#token = token;
  }

  /** @param {{cursor?: string, limit?: number, category?: string|null}} [query] @returns {Promise<Page>} */
  page({ cursor, limit = 20, category } = {}) {
    const query = new URLSearchParams({ limit: String(limit) });
    if (cursor) query.set('cursor', cursor);
    if (category) query.set('category', category);
    return this.#call('GET', `${this.#api}/api/v1/notifications?${query}`);
  }

  /** @param {string} cursor @returns {Promise<Changes>} */
  changes(cursor) {
    return this.#call('GET', `${this.#api}/api/v1/notifications/changes?${new URLSearchParams({ cursor })}`);
  }

  /** @param {string} id @param {object} state @returns {Promise<Row>} */
  patch(id, state) {
    return this.#call('PATCH', `${this.#api}/api/v1/notifications/${id}`, state);
  }

  /** @param {string} id @returns {Promise<null>} */
  remove(id) {
    return this.#call('DELETE', `${this.#api}/api/v1/notifications/${id}`);
  }

  /**
   * @param {object} body
   * @returns {Promise<{changed: number, counts: import('./types.js').Counts, cursor: string}>}
   */
  mark(body) {
    return this.#call('POST', `${this.#api}/api/v1/notifications/mark`, body);
  }

  /** The declared categories, in their order. @returns {Promise<{key: string, label: string, icon?: string}[]>} */
  async categories() {
    const answer = await this.#call('GET', `${this.#api}/api/v1/preferences/effective`);
    return answer.categories ?? [];
  }

  /** @returns {Promise<{ticket: string}>} */
  ticket() {
    return this.#call('POST', `${this.#gateway}/api/v1/realtime/tickets`);
  }

  /** The URL of the gateway's WebSocket. @returns {string} */
  get socketUrl() {
    return `${this.#gateway.replace(/^http/, 'ws')}/api/v1/realtime/ws`;
  }

  /** @param {string} method @param {string} url @param {object} [body] @returns {Promise<any>} */
  async #call(method, url, body) {
    let answer = await this.#send(method, url, body, false);
    if (answer.status === 401) answer = await this.#send(method, url, body, true);
    if (answer.status === 204) return null;
    const json = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new CarillonError(answer.status, json);
    return json;
  }

  /** @param {string} method @param {string} url @param {object|undefined} body @param {boolean} fresh */
  async #send(method, url, body, fresh) {
    const token = await this.#token(fresh);
    return fetch(url, {
      method,
      cache: 'no-store',
      headers: { Authorization: `Bearer ${token}`, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(15_000),
    });
  }
}
