// The page of local mode: sign in as anyone, try the bell, and look at emails, digests and reasons.

import { CarillonClient } from '/client/index.js';

const PEOPLE = [
  ['ada-lund', 'Ada Lund'],
  ['bruno-k', 'Bruno Keller'],
  ['chiara-r', 'Chiara Rossi'],
  ['greta-wolf', 'Greta Wolf'],
  ['hiro-tan', 'Hiro Tanaka'],
  ['ines-m', 'Inês Martins'],
  ['jonas-b', 'Jonas Berg'],
];
const REMEMBERED = 'carillon.recipient';
const REFRESH = 5_000;

/** @param {string} id @returns {any} */
const at = (id) => document.getElementById(id);
/** @type {{api: string, gateway: string, email: string, digest: string}} */
let urls;
/** @type {CarillonClient|null} */
let client = null;
let recipient = '';
/** @type {string|null} */
let lookedUp = null;

/**
 * @param {string} who @param {string[]} roles
 * @returns {Promise<string>}
 */
async function token(who, roles) {
  const answer = await fetch(`${urls.api}/local/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ recipient: who, roles }),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(explain(json));
  return json.token;
}

/** @param {{detail?: string, title?: string, errors?: {field: string, message: string, allowed?: string}[]}} problem */
function explain(problem) {
  const fault = problem.errors?.[0];
  return fault ? `${fault.field}: ${fault.message}${fault.allowed ? ` (${fault.allowed})` : ''}` : (problem.detail ?? problem.title ?? 'Something went wrong. Try again.');
}

/** @type {Map<string, {value: string, until: number}>} */
const tokens = new Map();

/** @param {string} role @param {boolean} [fresh] */
async function tokenOf(role, fresh = false) {
  const known = tokens.get(role);
  if (known && !fresh && known.until > Date.now()) return known.value;
  const value = await token(role === 'service' ? 'local-page' : recipient, [role]);
  tokens.set(role, { value, until: Date.now() + 10 * 60_000 });
  return value;
}

/** @param {string} method @param {string} url @param {object} [body] @param {string} [role] @returns {Promise<any>} */
async function call(method, url, body, role = 'user') {
  const answer = await fetch(url, {
    method,
    headers: { Authorization: `Bearer ${await tokenOf(role)}`, Accept: 'application/json', ...(body ? { 'Content-Type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const json = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(explain(json));
  return json;
}

/** @param {string} name */
function initials(name) {
  const words = name.split(/[\s._@-]+/).filter(Boolean);
  return ((words[0]?.[0] ?? '?') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
}

/** @param {boolean} signedIn */
function show(signedIn) {
  for (const each of document.querySelectorAll('[data-signed-in]')) /** @type {HTMLElement} */ (each).hidden = !signedIn;
  for (const each of document.querySelectorAll('[data-signed-out]')) /** @type {HTMLElement} */ (each).hidden = signedIn;
}

/** @param {string} who */
async function signIn(who) {
  recipient = who;
  tokens.clear();
  await tokenOf('user', true);
  localStorage.setItem(REMEMBERED, who);
  const name = PEOPLE.find(([id]) => id === who)?.[1] ?? who;
  const hour = new Date().getHours();
  at('greeting').textContent = `Good ${hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening'}, ${name.split(' ')[0]}`;
  const person = at('person');
  person.querySelector('.name').textContent = name;
  person.querySelector('.initials').textContent = initials(name);
  for (const link of document.querySelectorAll('[data-link=mailbox]')) {
    /** @type {HTMLAnchorElement} */ (link).href = `${urls.email}/mailbox?recipient=${encodeURIComponent(who)}`;
  }
  show(true);
  client = new CarillonClient({ api: urls.api, gateway: urls.gateway, token: (fresh) => tokenOf('user', fresh) });
  client.addEventListener('change', summarise);
  client.addEventListener('notification', () => void refresh());
  at('inbox').client = client;
  void refresh();
}

function signOut() {
  client?.close();
  client = null;
  at('inbox').close();
  at('inbox').client = null;
  localStorage.removeItem(REMEMBERED);
  recipient = '';
  show(false);
  at('recipient').focus();
}

function summarise() {
  const unread = client?.counts.unread.total ?? 0;
  at('summary').textContent = unread === 0 ? 'You have no unread notifications.' : `You have ${unread} unread ${unread === 1 ? 'notification' : 'notifications'}.`;
}

async function refresh() {
  if (!recipient) return;
  await Promise.allSettled([mails(), pending(), timeline()]);
}

async function mails() {
  const json = await call('GET', `${urls.email}/mailbox?recipient=${encodeURIComponent(recipient)}&limit=500`);
  at('mails').textContent = json.next_cursor ? '500+' : String(json.items.length);
  at('mails-word').textContent = json.items.length === 1 ? 'email for you' : 'emails for you';
}

async function pending() {
  const json = await call('GET', `${urls.digest}/api/v1/digests/pending?limit=100`);
  at('pending').textContent = json.next_cursor ? '100+' : String(json.items.length);
  at('next-digest').textContent = json.next_due
    ? `waiting, next digest at ${clock(json.next_due).slice(0, 16)}`
    : 'waiting';
}

async function timeline() {
  const query = lookedUp ? lookUpQuery(lookedUp) : `recipient=${encodeURIComponent(recipient)}`;
  const json = await call('GET', `${urls.api}/api/v1/timeline?${query}&limit=30`, undefined, lookedUp ? 'support' : 'user');
  /** @type {any[]} */
  const items = lookedUp ? json.items : [...json.items].sort((a, b) => (a.at < b.at ? 1 : -1));
  at('timeline').replaceChildren(...(items.length === 0 ? [nothing()] : items.map(entry)));
}

/** @param {string} id */
function lookUpQuery(id) {
  const notification = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-/i.test(id);
  return notification ? `notification_id=${id}` : `event_id=${encodeURIComponent(id)}`;
}

/**
 * The format of every time on this page: `2026-12-01 09:00:05` in the reader's time zone.
 * @param {string} instant
 */
function clock(instant) {
  return new Date(instant).toLocaleString('sv-SE');
}

function nothing() {
  const line = document.createElement('li');
  line.className = 'nothing';
  line.textContent = lookedUp ? 'No notification or event has this id.' : 'Nothing has happened yet.';
  return line;
}

/** @param {any} item */
function entry(item) {
  const line = document.createElement('li');
  const time = document.createElement('time');
  time.dateTime = item.at;
  time.textContent = clock(item.at);
  time.title = item.at;
  const stage = document.createElement('span');
  stage.className = `stage ${item.stage}`;
  stage.textContent = String(item.stage).replaceAll('_', ' ');
  const text = document.createElement('span');
  text.textContent = item.text ?? '';
  text.dir = 'auto';
  const about = document.createElement('span');
  about.className = 'about';
  const channels = Object.entries(item.channels ?? {}).map(([channel, { outcome, reason }]) => `${channel} ${outcome}: ${String(reason).replaceAll('_', ' ')}`);
  const details = Object.entries(item.details ?? {}).map(([name, value]) => `${name.replaceAll('_', ' ')} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  // each part has its own text direction, because details repeat what people sent
  [item.type, ...channels, ...details].filter(Boolean).forEach((part, index) => {
    const isolated = document.createElement('bdi');
    isolated.textContent = part;
    about.append(index ? ' · ' : '', isolated);
  });
  line.append(time, stage, text, about);
  if (item.notification_id) {
    line.style.cursor = 'pointer';
    line.title = 'Show everything about this notification';
    line.addEventListener('click', () => lookUp(item.notification_id));
  }
  return line;
}

/** @param {string} id */
function lookUp(id) {
  lookedUp = id || null;
  /** @type {HTMLInputElement} */ (document.querySelector('#look-up input')).value = id;
  timeline().catch(() => at('timeline').replaceChildren(nothing()));
}

/** @param {HTMLElement} form @param {HTMLOutputElement} output @param {() => Promise<string>} action */
async function attempt(form, output, action) {
  const button = /** @type {HTMLButtonElement} */ (form.matches('button') ? form : form.querySelector('button'));
  button.disabled = true;
  output.className = '';
  output.textContent = '';
  try {
    output.textContent = await action();
  } catch (fault) {
    output.className = 'bad';
    output.textContent = /** @type {Error} */ (fault).message;
  } finally {
    button.disabled = false;
  }
}

function wire() {
  at('sign-in').addEventListener('submit', async (/** @type {Event} */ event) => {
    event.preventDefault();
    at('sign-in-fault').textContent = '';
    try {
      await signIn(at('recipient').value.trim());
    } catch (fault) {
      show(false);
      at('sign-in-fault').textContent = /** @type {Error} */ (fault).message;
    }
  });
  at('people').append(
    ...PEOPLE.map(([id, name]) => {
      const button = document.createElement('button');
      button.type = 'button';
      const face = document.createElement('span');
      face.className = 'initials';
      face.textContent = initials(name ?? '');
      button.append(face, name ?? '');
      button.addEventListener('click', () => {
        at('recipient').value = id;
        at('sign-in').requestSubmit();
      });
      return button;
    }),
  );
  at('person').addEventListener('click', signOut);
  at('send').addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    void attempt(at('send'), at('sent'), async () => {
      const body = { recipients: [recipient], title: at('title').value, message: at('message').value };
      const answer = await call('POST', `${urls.api}/api/v1/notifications`, body, 'service');
      return `Sent. Request ${answer.request_id.slice(0, 8)}…`;
    });
  });
  at('digest').addEventListener('click', () => {
    void attempt(at('digest'), at('digested'), async () => {
      const run = await call('POST', `${urls.digest}/api/v1/digests/runs`, {});
      void refresh();
      if (run.reason === 'no_address') return 'Not sent: you have no email address.';
      return run.items === 0 ? 'Nothing to send.' : `Digest sent with ${run.items} ${run.items === 1 ? 'item' : 'items'}.`;
    });
  });
  at('look-up').addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    lookUp(/** @type {HTMLInputElement} */ (document.querySelector('#look-up input')).value.trim());
  });
  setInterval(() => document.visibilityState === 'visible' && void refresh(), REFRESH);
}

async function start() {
  urls = await (await fetch('/client/config.json')).json();
  urls.api = location.origin; // the API serves this page; behind a proxy, the API does not know its own public address
  at('people').replaceChildren();
  /** @type {HTMLAnchorElement} */ (document.querySelector('nav [data-link=mailbox]')).href = `${urls.email}/mailbox`;
  wire();
  const remembered = new URLSearchParams(location.search).get('as') ?? localStorage.getItem(REMEMBERED);
  if (!remembered) return show(false);
  await signIn(remembered).catch(() => show(false));
  return undefined;
}

void start();
