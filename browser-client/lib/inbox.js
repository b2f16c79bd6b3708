// <carillon-inbox>: a bell with a badge, and a drawer with the notifications.

import { h, safeUrl } from './dom.js';
import { icon } from './icons.js';
import { styles } from './styles.js';
import { texts } from './texts.js';
import { ago } from './time.js';

/** @import {CarillonClient} from './client.js' */
/** @import {Row} from './types.js' */

const PAGE = 20;
const SEEN_AFTER = 600;
const MOST_SEEN = 100;

/**
 * @typedef {object} List the loaded rows of one tab
 * @property {string|null} from the oldest loaded id; null if nothing is loaded
 * @property {string|undefined} next cursor of the older page
 * @property {'loading'|'ready'|'error'} state
 */

/**
 * The inbox. Set `client` to a CarillonClient, started or not.
 *
 * Attributes: `theme` (`light`, `dark`; default: the system's), `lang`, `opened`; `state` is the state of the connection.
 *
 * Events: `carillon-open` (`detail.row`, cancelable: the default opens its URL), `carillon-opened`, `carillon-closed`.
 */
export class CarillonInbox extends HTMLElement {
  static observedAttributes = ['lang', 'opened'];

  /** @type {CarillonClient|null} */
  #client = null;
  #root = this.attachShadow({ mode: 'open' });
  /** @type {string|null} */
  #tab = null;
  /** @type {Map<string|null, List>} */
  #lists = new Map();
  /** @type {{key: string, label: string, icon?: string}[]} */
  #categories = [];
  /** @type {Map<string, {element: HTMLElement, version: string}>} */
  #shown = new Map();
  /** @type {Set<string>} */
  #fresh = new Set();
  /** @type {Set<string>} */
  #toSee = new Set();
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #seeing;
  #drawn = false;
  #say = texts('en');
  #abort = new AbortController();
  #clock = 0;

  #badge = h('span', { class: 'badge', hidden: true, part: 'badge' });
  #bell = h('button', { class: 'bell', part: 'bell', type: 'button', 'aria-haspopup': 'dialog', click: () => this.toggle() });
  #veil = h('div', { class: 'veil', click: () => this.close() });
  #heading = h('h2', { id: 'title' });
  #all = h('button', { class: 'tool all', type: 'button', click: () => void this.#markAll() }, icon('checks'));
  #shut = h('button', { class: 'tool', type: 'button', click: () => this.close() }, icon('close'));
  #tabs = h('div', { class: 'tabs', role: 'tablist' });
  #notice = h('div', { class: 'notice', role: 'status', hidden: true });
  #list = h('ol', { class: 'list', tabindex: '-1' });
  #sentinel = h('li', { class: 'sentinel', 'aria-hidden': 'true' });
  #spoken = h('div', { class: 'spoken', 'aria-live': 'polite' });
  #drawer = h('section', { class: 'drawer', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'title', part: 'drawer' });

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [styles];
    this.#bell.append(icon('bell'), this.#badge);
    this.#drawer.append(
      h('header', {}, h('div', { class: 'bar' }, this.#heading, this.#all, this.#shut), this.#tabs),
      this.#notice,
      this.#list,
    );
    this.#root.append(this.#bell, this.#veil, this.#drawer, this.#spoken);
    this.#drawer.addEventListener('keydown', (event) => this.#key(event));
  }

  /** @returns {CarillonClient|null} */
  get client() {
    return this.#client;
  }

  set client(client) {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#client = client;
    this.#lists.clear();
    this.#categories = [];
    this.#tab = null;
    this.#list.replaceChildren();
    this.#shown.clear();
    if (!client) {
      this.#draw();
      return;
    }
    const { signal } = this.#abort;
    client.addEventListener('change', () => this.#soon(), { signal });
    client.addEventListener('state', () => this.#soon(), { signal });
    client.addEventListener('fault', () => this.#speak(this.#say('failed')), { signal });
    client.addEventListener('reset', () => this.#startOver(), { signal });
    client.addEventListener('notification', (event) => this.#arrived(/** @type {CustomEvent} */ (event).detail.row), { signal });
    this.#startOver(client.state === 'idle');
  }

  connectedCallback() {
    this.#say = texts(this.lang || document.documentElement.lang || navigator.language);
    this.#more.observe(this.#sentinel);
    this.#clock = window.setInterval(() => this.#redate(), 30_000);
    this.#draw();
  }

  disconnectedCallback() {
    this.#more.disconnect();
    this.#watch.disconnect();
    document.removeEventListener('keydown', this.#onEscape);
    clearInterval(this.#clock);
    clearTimeout(this.#seeing);
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (name === 'lang') this.#say = texts(this.lang || 'en');
    this.#soon();
  }

  open() {
    if (this.hasAttribute('opened')) return;
    this.toggleAttribute('opened', true);
    this.#draw();
    this.#list.focus({ preventScroll: true });
    document.addEventListener('keydown', this.#onEscape);
    this.dispatchEvent(new CustomEvent('carillon-opened', { bubbles: true, composed: true }));
  }

  close() {
    if (!this.hasAttribute('opened')) return;
    this.toggleAttribute('opened', false);
    document.removeEventListener('keydown', this.#onEscape);
    this.#bell.focus({ preventScroll: true });
    this.dispatchEvent(new CustomEvent('carillon-closed', { bubbles: true, composed: true }));
  }

  toggle() {
    if (this.hasAttribute('opened')) this.close();
    else this.open();
  }

  // --- loading

  #startOver(start = false) {
    this.#lists.clear();
    this.#shown.clear();
    this.#list.replaceChildren();
    void this.#first(start);
    this.#draw();
  }

  /** @param {boolean} start whether the client has not loaded anything yet */
  async #first(start) {
    const client = this.#client;
    if (!client) return;
    const list = this.#listOf(this.#tab);
    list.state = 'loading';
    this.#soon();
    try {
      if (start) {
        await client.start();
      }
      const page = await client.page({ limit: PAGE, category: this.#tab });
      this.#loaded(list, page);
      if (this.#categories.length === 0) void this.#loadCategories(client);
    } catch {
      list.state = 'error';
    }
    this.#soon();
  }

  /** @param {CarillonClient} client */
  async #loadCategories(client) {
    try {
      this.#categories = await client.categories();
    } catch {
      this.#categories = []; // the tabs show keys until the labels are loaded
    }
    this.#soon();
  }

  async #older() {
    const client = this.#client;
    const list = this.#lists.get(this.#tab);
    if (!client || !list || list.state !== 'ready' || !list.next) return;
    list.state = 'loading';
    this.#soon();
    try {
      this.#loaded(list, await client.page({ limit: PAGE, category: this.#tab, cursor: list.next }));
    } catch {
      list.state = 'error';
    }
    this.#soon();
  }

  /** @param {List} list @param {{items: Row[], next?: string}} page */
  #loaded(list, page) {
    const last = page.items.at(-1);
    list.from = page.next === undefined ? '' : (last?.id ?? list.from);
    list.next = page.next;
    list.state = 'ready';
  }

  /** @param {string|null} tab @returns {List} */
  #listOf(tab) {
    let list = this.#lists.get(tab);
    if (!list) {
      list = { from: null, next: undefined, state: 'loading' };
      this.#lists.set(tab, list);
    }
    return list;
  }

  /** @param {string|null} tab */
  #choose(tab) {
    if (this.#tab === tab) return;
    this.#tab = tab;
    this.#list.scrollTop = 0;
    if (!this.#lists.has(tab)) void this.#first(false);
    this.#draw();
  }

  // --- rendering

  #soon() {
    if (this.#drawn) return;
    this.#drawn = true;
    queueMicrotask(() => {
      this.#drawn = false;
      this.#draw();
    });
  }

  #draw() {
    const say = this.#say;
    const unread = this.#client?.counts.unread ?? { total: 0, by_category: {} };
    this.setAttribute('state', this.#client?.state ?? 'idle');
    this.#badge.hidden = unread.total === 0;
    this.#badge.textContent = unread.total > 9 ? '9+' : String(unread.total);
    this.#bell.setAttribute('aria-label', unread.total ? say('open_count', unread.total) : say('open'));
    this.#bell.setAttribute('aria-expanded', String(this.hasAttribute('opened')));
    this.#heading.textContent = say('title');
    label(this.#all, say('mark_all'));
    label(this.#shut, say('close'));
    const inTab = this.#tab ? (unread.by_category[this.#tab] ?? 0) : unread.total;
    /** @type {HTMLButtonElement} */ (this.#all).disabled = inTab === 0;
    this.#drawNotice();
    this.#drawTabs(unread);
    this.#drawList();
  }

  #drawNotice() {
    const state = this.#client?.state;
    const key = state === 'reconnecting' || state === 'polling' || state === 'refused' ? state : null;
    this.#notice.hidden = key === null;
    if (key) this.#notice.textContent = this.#say(key);
  }

  /** @param {{total: number, by_category: Record<string, number>}} unread */
  #drawTabs(unread) {
    const known = this.#categories.length > 0 ? this.#categories : Object.keys(unread.by_category).map((key) => ({ key, label: key }));
    const tabs = [{ key: null, label: this.#say('all'), n: unread.total }, ...known.map((category) => ({ ...category, n: unread.by_category[category.key] ?? 0 }))];
    this.#tabs.hidden = known.length === 0;
    const drawn = JSON.stringify([tabs, this.#tab]);
    if (this.#tabs.dataset['drawn'] === drawn) return;
    this.#tabs.dataset['drawn'] = drawn;
    const focused = /** @type {HTMLElement|null} */ (this.#root.activeElement)?.dataset['key'];
    this.#tabs.replaceChildren(
      ...tabs.map(({ key, label: text, n }) =>
        h(
          'button',
          {
            class: 'tab',
            role: 'tab',
            type: 'button',
            'data-key': key ?? '',
            'aria-selected': String(key === this.#tab),
            tabindex: key === this.#tab ? '0' : '-1',
            click: () => this.#choose(key),
          },
          text,
          n ? h('span', { class: 'n' }, n > 99 ? '99+' : String(n)) : null,
        ),
      ),
    );
    if (focused !== undefined) /** @type {HTMLElement|null} */ (this.#tabs.querySelector('[aria-selected=true]'))?.focus();
  }

  #drawList() {
    const list = this.#lists.get(this.#tab);
    if (!list || !this.#client) return;
    const rows = list.from === null ? [] : this.#client.store.rows(this.#tab, list.from);
    /** @type {HTMLElement[]} */
    const wanted = rows.map((row) => this.#element(row));
    if (list.state === 'loading') wanted.push(...Array.from({ length: rows.length ? 2 : 6 }, ghost));
    else if (list.state === 'error') wanted.push(this.#faultElement());
    else if (rows.length === 0) wanted.push(this.#emptyElement());
    else if (list.next === undefined && rows.length > PAGE / 2) wanted.push(h('li', { class: 'end' }, this.#say('end')));
    if (list.state === 'ready' && list.next) wanted.push(this.#sentinel);
    place(this.#list, wanted);
    for (const id of this.#shown.keys()) {
      if (!rows.some((row) => row.id === id)) this.#shown.delete(id);
    }
  }

  /** @param {Row} row @returns {HTMLElement} */
  #element(row) {
    const version = `${this.#categories.length} ${row.seq} ${row.read_at ? 1 : 0} ${row.clicked_at ? 1 : 0} ${this.lang}`;
    const known = this.#shown.get(row.id);
    if (known?.version === version) return known.element;
    const element = this.#drawRow(row);
    if (known && known.element.contains(this.#root.activeElement)) {
      queueMicrotask(() => /** @type {HTMLElement|null} */ (element.querySelector('.title'))?.focus());
    }
    known?.element.replaceWith(element);
    this.#shown.set(row.id, { element, version });
    if (!row.seen_at) this.#watch.observe(element);
    return element;
  }

  /** @param {Row} row @returns {HTMLElement} */
  #drawRow(row) {
    const url = safeUrl(row.action_url);
    const unread = !row.read_at;
    const category = this.#categories.find((each) => each.key === row.category);
    const image = safeUrl(row.image_url);
    const face = h('span', { class: 'face', 'aria-hidden': 'true' }, icon(category?.icon ?? row.category ?? 'other'));
    if (image) {
      const picture = h('img', { src: image, alt: '', loading: 'lazy', referrerpolicy: 'no-referrer' });
      picture.addEventListener('load', () => face.replaceChildren(picture));
      picture.addEventListener('error', () => picture.remove());
      picture.setAttribute('loading', 'eager');
    }
    const title = url
      ? h('a', { class: 'title', dir: 'auto', href: url, target: '_blank', rel: 'noopener noreferrer' }, row.title ?? '')
      : h('button', { class: 'title', dir: 'auto', type: 'button' }, row.title ?? '');
    if (unread) title.append(h('span', { class: 'spoken' }, ` (${this.#say('unread')})`));
    const fresh = this.#fresh.delete(row.id);
    return h(
      'li',
      {
        class: `row${unread ? ' unread' : ''}${fresh ? ' fresh' : ''} level-${row.level ?? 'info'}`,
        'data-id': row.id,
        click: (event) => this.#follow(event, row, url),
      },
      face,
      title,
      h('span', { class: 'side' }, this.#tool(unread ? 'mark_read' : 'mark_unread', unread ? 'check' : 'dot', row), this.#tool('archive', 'archive', row)),
      h('span', { class: 'text', dir: 'auto' }, row.message ?? ''),
      h(
        'span',
        { class: 'meta' },
        category ? h('bdi', { class: 'cat' }, category.label) : null,
        h('time', { datetime: row.created_at ?? '', title: row.created_at ? new Date(row.created_at).toLocaleString(this.#locale) : '' }, ago(row.created_at, this.#locale)),
      ),
    );
  }

  /** @param {'mark_read'|'mark_unread'|'archive'} what @param {string} image @param {Row} row */
  #tool(what, image, row) {
    const button = h(
      'button',
      {
        class: 'mark',
        type: 'button',
        click: (event) => {
          event.stopPropagation();
          if (what === 'archive') void this.#client?.archive(row.id);
          else if (what === 'mark_read') void this.#client?.markRead(row.id);
          else void this.#client?.markUnread(row.id);
        },
      },
      icon(image),
    );
    label(button, this.#say(what));
    return button;
  }

  #faultElement() {
    return h(
      'li',
      { class: 'blank', role: 'alert' },
      icon('bell'),
      h('strong', {}, this.#say('error_title')),
      h('span', {}, this.#say('error_text')),
      h('button', { type: 'button', click: () => this.#retry() }, this.#say('retry')),
    );
  }

  #emptyElement() {
    return h('li', { class: 'blank' }, icon('bell'), h('strong', {}, this.#say('empty_title')), h('span', {}, this.#say('empty_text')));
  }

  #redate() {
    for (const time of this.#list.querySelectorAll('time')) time.textContent = ago(time.dateTime, this.#locale);
  }

  get #locale() {
    return this.lang || document.documentElement.lang || navigator.language;
  }

  // --- the person's actions

  /** @param {Event} event @param {Row} row @param {string|null} url */
  #follow(event, row, url) {
    const go = this.dispatchEvent(new CustomEvent('carillon-open', { detail: { row }, bubbles: true, composed: true, cancelable: true }));
    const onLink = event.composedPath().some((target) => target instanceof HTMLAnchorElement);
    if (!go) event.preventDefault();
    else if (url && !onLink) window.open(url, '_blank', 'noopener,noreferrer');
    if (!row.read_at) void this.#client?.markRead(row.id);
    if (url && !row.clicked_at) void this.#client?.clicked(row.id);
  }

  async #markAll() {
    try {
      await this.#client?.markAllRead(this.#tab);
    } catch {
      this.#speak(this.#say('failed'));
    }
  }

  #retry() {
    const list = this.#listOf(this.#tab);
    if (list.from === null) void this.#first(this.#client?.state !== 'live');
    else {
      list.state = 'ready';
      void this.#older();
    }
  }

  /** @param {Row} row */
  #arrived(row) {
    this.#fresh.add(row.id);
    if (row.silent) return;
    this.#speak(this.#say('arrived', row.title ?? ''));
    this.#bell.classList.remove('rings');
    void this.#bell.offsetWidth; // starts the animation again
    this.#bell.classList.add('rings');
  }

  /** @param {string} text */
  #speak(text) {
    this.#spoken.textContent = text;
  }

  /**
   * Listens on the document, because the focus may have left the drawer, for example from a button that was disabled.
   */
  #onEscape = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape') this.close();
  };

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      this.#step(event.key === 'ArrowDown' ? 1 : -1);
      event.preventDefault();
    } else if ((event.key === 'ArrowRight' || event.key === 'ArrowLeft') && this.#tabs.contains(this.#root.activeElement)) {
      this.#stepTab(event.key === 'ArrowRight' ? 1 : -1);
    } else if (event.key === 'Tab') {
      this.#keepFocus(event);
    }
  }

  /** @param {number} by */
  #step(by) {
    const titles = /** @type {HTMLElement[]} */ ([...this.#list.querySelectorAll('.title')]);
    const at = titles.findIndex((title) => title.parentElement?.contains(this.#root.activeElement));
    titles[Math.max(0, Math.min(titles.length - 1, at + by))]?.focus();
  }

  /** @param {number} by */
  #stepTab(by) {
    const tabs = /** @type {HTMLElement[]} */ ([...this.#tabs.children]);
    const at = tabs.indexOf(/** @type {HTMLElement} */ (this.#root.activeElement));
    tabs[(at + by + tabs.length) % tabs.length]?.click();
  }

  /** The drawer is modal: the focus stays within it. @param {KeyboardEvent} event */
  #keepFocus(event) {
    const stops = /** @type {HTMLElement[]} */ (
      [...this.#drawer.querySelectorAll('button:not(:disabled):not([tabindex="-1"]), a[href]')]
    );
    const first = stops[0];
    const last = stops.at(-1);
    if (event.shiftKey && (this.#root.activeElement === first || this.#root.activeElement === this.#list)) {
      last?.focus();
      event.preventDefault();
    } else if (!event.shiftKey && this.#root.activeElement === last) {
      first?.focus();
      event.preventDefault();
    }
  }

  // --- rows that the person saw

  #more = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) void this.#older();
  });

  #watch = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const id = /** @type {HTMLElement} */ (entry.target).dataset['id'];
      if (!entry.isIntersecting || !id || !this.hasAttribute('opened')) continue;
      this.#watch.unobserve(entry.target);
      this.#toSee.add(id);
    }
    if (this.#toSee.size > 0 && !this.#seeing) this.#seeing = setTimeout(() => void this.#markSeen(), SEEN_AFTER);
  });

  async #markSeen() {
    this.#seeing = undefined;
    const ids = [...this.#toSee].slice(0, MOST_SEEN);
    ids.forEach((id) => this.#toSee.delete(id));
    try {
      await this.#client?.markSeen(ids);
    } catch {
      ids.forEach((id) => this.#shown.get(id) && this.#watch.observe(/** @type {any} */ (this.#shown.get(id)).element));
    }
  }
}

/** @param {HTMLElement} element @param {string} text */
function label(element, text) {
  element.setAttribute('aria-label', text);
  element.setAttribute('title', text);
}

/** Puts the wanted children in order and removes the others; children that stay keep their position and focus. */
function place(/** @type {HTMLElement} */ parent, /** @type {HTMLElement[]} */ wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(/** @type {HTMLElement} */ (child))) child.remove();
  wanted.forEach((child, at) => {
    if (parent.children[at] !== child) parent.insertBefore(child, parent.children[at] ?? null);
  });
}

function ghost() {
  return h('li', { class: 'ghost', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'), h('i'));
}

if (!customElements.get('carillon-inbox')) customElements.define('carillon-inbox', CarillonInbox);
