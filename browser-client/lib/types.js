// JSDoc types of the REST API and of the protocol `carillon.v1`. This file contains no code.

/**
 * A row of the inbox. A deleted row may have only `id`, `seq` and `deleted`.
 * @typedef {object} Row
 * @property {string} id
 * @property {number} seq of its last change
 * @property {boolean} [deleted]
 * @property {string} [type]
 * @property {string} [category]
 * @property {'low'|'medium'|'high'|'urgent'} [priority]
 * @property {'info'|'success'|'warning'|'error'} [level]
 * @property {string} [title]
 * @property {string} [message]
 * @property {Record<string, unknown>} [data]
 * @property {string} [action_url]
 * @property {string} [image_url]
 * @property {string[]} [actors]
 * @property {string} [replaces]
 * @property {boolean} [silent]
 * @property {string} [created_at]
 * @property {string} [expires_at]
 * @property {string|null} [seen_at]
 * @property {string|null} [read_at]
 * @property {number} [read_seq]
 * @property {string|null} [clicked_at]
 * @property {string|null} [archived_at]
 * @property {number} [archived_seq]
 * @property {number} [created_seq]
 */

/**
 * @typedef {object} Tally
 * @property {number} total
 * @property {Record<string, number>} by_category
 */

/**
 * @typedef {object} Counts
 * @property {number} seq
 * @property {Tally} unread
 * @property {Tally} unseen
 */

/**
 * @typedef {object} Page
 * @property {Row[]} items
 * @property {string} [next_cursor]
 * @property {string} [previous_cursor]
 * @property {Counts} counts
 * @property {string} cursor
 */

/**
 * @typedef {object} Changes
 * @property {Row[]} items
 * @property {Counts} counts
 * @property {string} cursor
 * @property {boolean} has_more
 * @property {boolean} reset
 */

/**
 * A message of the gateway.
 * @typedef {{type: string, cursor?: string, ref?: string, action_id?: string} & Record<string, any>} Message
 */

/**
 * @typedef {'idle'|'loading'|'live'|'reconnecting'|'polling'|'refused'|'closed'} ConnectionState
 */

export {};
