/** The local mailbox: people on the left, their emails next to them, the open email in a frame without scripts. */

/** @typedef {{tenant: string, recipient: string, to: string, mails: number, latest: string}} Box */
/** @typedef {{key: string, recipient: string, to: string, kind: string, critical: boolean, subject: string,
 *   headers: Record<string, string>, html: string, text: string, received_at: string}} Mail */

const PAGE = 50;
const POLL = 3000;

const $ = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const state = {
  /** @type {Box[]} */ boxes: [],
  /** @type {Mail[]} */ mails: [],
  /** @type {string | null} */ person: new URLSearchParams(location.search).get('recipient'),
  /** @type {string | null} */ address: new URLSearchParams(location.search).get('to'),
  /** @type {string | null} */ open: decodeURIComponent(location.hash.slice(1)) || null,
  /** @type {string | null} */ next: null,
  search: '',
  seen: '',
};

async function json(path) {
  const answer = await fetch(path, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

function query(cursor) {
  const parameters = new URLSearchParams({ limit: String(PAGE) });
  if (state.person) parameters.set('recipient', state.person);
  if (state.address) parameters.set('to', state.address);
  if (cursor) parameters.set('cursor', cursor);
  return `/mailbox?${parameters}`;
}

async function refresh() {
  try {
    const { items } = await json('/mailbox/boxes');
    $('offline').hidden = true;
    const now = JSON.stringify(items.map((box) => [box.recipient, box.mails, box.latest]));
    if (now === state.seen) return;
    state.seen = now;
    state.boxes = items;
    await load();
    drawPeople();
  } catch {
    $('offline').hidden = false;
  }
}

async function load() {
  const page = await json(query(null));
  state.mails = page.items;
  state.next = page.next_cursor ?? null;
  drawMails();
  drawOpen();
}

async function older() {
  const page = await json(query(state.next));
  state.mails = state.mails.concat(page.items);
  state.next = page.next_cursor ?? null;
  drawMails();
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, '');
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function hue(name) {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.codePointAt(0)) % 360;
  return sum;
}

function person(label, detail, count, chosen, choose) {
  const face = element('span', { class: 'face', style: `background:hsl(${hue(label)} 45% 45%)` }, label.slice(0, 2).toUpperCase());
  const button = element('button', { class: 'person', 'aria-current': chosen ? 'true' : null },
    face,
    element('span', { class: 'who' }, element('b', {}, label), element('small', {}, detail)),
    element('span', { class: 'count' }, String(count)));
  button.addEventListener('click', choose);
  return element('li', {}, button);
}

function drawPeople() {
  const wanted = state.search.toLowerCase();
  const shown = state.boxes.filter((box) => `${box.recipient} ${box.to}`.toLowerCase().includes(wanted));
  const total = state.boxes.reduce((sum, box) => sum + box.mails, 0);
  const rows = shown.map((box) => person(box.recipient, box.to, box.mails, state.person === box.recipient, () => choose(box.recipient)));
  if (!wanted && state.boxes.length > 1) {
    rows.unshift(person('Everyone', `${state.boxes.length} people`, total, !state.person && !state.address, () => choose(null)));
  }
  $('people').replaceChildren(...rows);
  $('nobody').hidden = state.boxes.length > 0;
}

function when(text) {
  const at = new Date(text);
  const today = new Date().toDateString() === at.toDateString();
  return today
    ? at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
    : at.toLocaleDateString([], { day: 'numeric', month: 'short' });
}

/** The preview of an email: its text without heading, time, groups, links and footer. */
function extract(mail) {
  return mail.text.split('\n-- \n')[0].split('\n').slice(2)
    .map((line) => line.trim().replace(/^\* /, ''))
    .filter((line) => line && !/^(==|https?:\/\/)/.test(line) && !line.endsWith(':'))
    .join(' ');
}

function drawMails() {
  $('mails').replaceChildren(...state.mails.map((mail) => {
    const button = element('button', { class: 'mail', 'aria-current': mail.key === state.open ? 'true' : null },
      element('span', { class: 'top' }, element('span', {}, mail.to), element('time', { datetime: mail.received_at }, when(mail.received_at))),
      element('span', { class: 'title', dir: 'auto' }, mail.subject),
      element('span', { class: 'extract' }, extract(mail)));
    button.addEventListener('click', () => read(mail.key));
    return element('li', {}, button);
  }));
  $('nomails').hidden = state.mails.length > 0;
  $('older').hidden = !state.next;
}

function choose(recipient) {
  state.person = recipient;
  state.address = null;
  state.open = null;
  const url = recipient ? `/mailbox?recipient=${encodeURIComponent(recipient)}` : '/mailbox';
  history.replaceState(null, '', url);
  drawPeople();
  load().catch(() => { $('offline').hidden = false; });
}

function read(key) {
  state.open = key;
  history.replaceState(null, '', `${location.pathname}${location.search}#${encodeURIComponent(key)}`);
  drawMails();
  drawOpen();
}

let drawn = '';
function drawOpen() {
  const mail = state.mails.find((one) => one.key === state.open);
  $('open').hidden = !mail;
  $('empty').hidden = Boolean(mail);
  document.body.classList.toggle('reading', Boolean(mail));
  if (!mail) {
    drawn = '';
    return;
  }
  if (drawn === mail.key + mail.received_at) return;
  drawn = mail.key + mail.received_at;
  $('subject').textContent = mail.subject;
  $('from').textContent = mail.headers.From ?? '';
  $('to').textContent = `${mail.recipient} <${mail.to}>`;
  $('kind').textContent = mail.kind === 'digest' ? 'Digest' : 'Immediate';
  $('critical').hidden = !mail.critical;
  $('at').textContent = new Date(mail.received_at).toLocaleString();
  $('text').textContent = mail.text;
  $('headers').replaceChildren(...Object.entries(mail.headers).map(([name, value]) =>
    element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, value))));
  /** @type {HTMLIFrameElement} */ ($('frame')).srcdoc = mail.html.replace('<head>', '<head><base target="_blank">');
}

const tabs = ['html', 'text', 'headers'];
function show(name) {
  for (const tab of tabs) {
    const chosen = tab === name;
    $(`tab-${tab}`).setAttribute('aria-selected', String(chosen));
    $(`tab-${tab}`).tabIndex = chosen ? 0 : -1;
    $(`view-${tab}`).hidden = !chosen;
  }
}
tabs.forEach((tab, index) => {
  $(`tab-${tab}`).addEventListener('click', () => show(tab));
  $(`tab-${tab}`).addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(index + step + tabs.length) % tabs.length];
    show(next);
    $(`tab-${next}`).focus();
  });
});
$('older').addEventListener('click', () => older().catch(() => { $('offline').hidden = false; }));
$('back').addEventListener('click', () => read(''));
$('search').addEventListener('input', (event) => {
  state.search = /** @type {HTMLInputElement} */ (event.target).value;
  drawPeople();
});
setInterval(() => { if (!document.hidden) refresh(); }, POLL);
document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
refresh();
