import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';

import { CarillonClient } from '../lib/client.js';

const cursor = (epoch, seq) => btoa(`c1.${epoch}.${seq}.0.${seq}.mark-of_`);
const counts = (seq) => ({ seq, unread: { total: 1, by_category: {} }, unseen: { total: 1, by_category: {} } });
const row = (id, seq, more = {}) => ({ id, seq, created_seq: seq, title: id, category: 'comment', ...more });
const page = (epoch, seq, ...items) => ({ items, counts: counts(seq), cursor: cursor(epoch, seq) });
const changes = (epoch, seq, ...items) => ({ ...page(epoch, seq, ...items), has_more: false, reset: false });
const arrives = (epoch, seq, id) => ({ type: 'notification', cursor: cursor(epoch, seq), seq, notification: row(id, seq), counts: counts(seq) });

/** The test server's next answers by path; a number is a status, a function is called. */
let answers;
/** The requested paths. */
let asked;
/** The bodies sent. */
let bodies;
/** @type {FakeSocket} */
let socket;
let client;

class FakeSocket {
  static OPEN = 1;
  readyState = 1;
  sent = [];

  constructor() {
    socket = this;
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  tell(...messages) {
    this.onmessage({ data: messages.map((each) => JSON.stringify(each)).join('\n') });
  }

  close() {}
}

/** Waits for everything that does not wait for a timer. */
const settle = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

const pass = async (millis) => {
  mock.timers.tick(millis);
  await settle();
};

beforeEach(async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  mock.method(Math, 'random', () => 1);
  asked = [];
  answers = { 'realtime/tickets': [{ ticket: 't' }], notifications: [page(1, 3, row('c', 3))], 'notifications/changes': [] };
  globalThis.document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  globalThis.window = new EventTarget();
  globalThis.WebSocket = FakeSocket;
  bodies = [];
  globalThis.fetch = async (url, { body } = {}) => {
    const path = new URL(url).pathname.replace('/api/v1/', '');
    asked.push(path);
    if (body) bodies.push(JSON.parse(body));
    const next = answers[path]?.shift();
    const answer = await (typeof next === 'function' ? next() : next);
    if (answer === undefined) throw new TypeError('the server is away');
    if (typeof answer === 'number') return { ok: false, status: answer, json: async () => ({}) };
    return { ok: true, status: 200, json: async () => answer };
  };
  client = new CarillonClient({ api: 'http://api.test', token: 'jwt' });
  await client.start();
  await settle();
  socket.onopen();
  socket.tell({ type: 'hello', recovered: true });
});

afterEach(() => {
  client.close();
  mock.restoreAll();
  mock.timers.reset();
});

const times = (path) => asked.filter((each) => each === path).length;
const ids = () => client.store.rows().map((each) => each.id);

test('a catch-up that fails while the socket is live is tried again until it succeeds', async () => {
  answers['notifications/changes'] = [503, undefined, changes(1, 5, row('d', 4), row('e', 5))];
  socket.tell({ type: 'resync' });
  await settle();
  assert.equal(client.state, 'live');

  await pass(1_000);
  assert.equal(times('notifications/changes'), 2);
  await pass(1_000);
  assert.equal(times('notifications/changes'), 2, 'waits grow');
  await pass(1_000);

  assert.deepEqual(ids(), ['e', 'd', 'c']);
  await pass(60_000);
  assert.equal(times('notifications/changes'), 3);
});

test('a catch-up that breaks off amid its pages is resumed from where it began', async () => {
  answers['realtime/tickets'] = [{ ticket: 'u' }];
  answers['notifications/changes'] = [{ ...changes(1, 8, row('d', 8)), has_more: true }, 503];
  socket.tell({ type: 'resync' });
  await settle();
  assert.deepEqual(ids(), ['d', 'c']);
  const first = socket;

  socket.onclose({ code: 4000 });
  await pass(2_000);
  socket.onopen();
  await settle();

  assert.notEqual(socket, first);
  assert.deepEqual(
    socket.sent.filter((each) => each.type === 'resume').map((each) => each.cursor),
    [cursor(1, 3)],
  );
});

test('a person who comes back does not wait for the next attempt', async () => {
  answers['notifications/changes'] = [503, changes(1, 4, row('d', 4))];
  socket.tell({ type: 'resync' });
  await settle();
  client.wake();
  await settle();

  assert.deepEqual(ids(), ['d', 'c']);
});

test('greeted without its cursor, it asks for what it missed, once', async () => {
  answers['notifications/changes'] = [changes(1, 4, row('d', 4))];
  socket.tell({ type: 'hello', recovered: false });
  await pass(500);
  assert.deepEqual(ids(), ['d', 'c']);

  answers['notifications/changes'] = [changes(1, 4)];
  socket.tell({ type: 'hello', recovered: false }, { type: 'resync' });
  await pass(500);
  assert.equal(times('notifications/changes'), 2);
});

test('what arrives while a new epoch is loaded is kept, and what is of the old one is not', async () => {
  let load;
  answers.notifications = [() => new Promise((resolve) => (load = resolve))];
  socket.tell(arrives(1, 5, 'old'), { type: 'reset' });
  await settle();
  socket.tell(arrives(2, 2, 'b2'), arrives(2, 1, 'a2'));
  load(page(2, 1, row('a2', 1)));
  await settle();

  assert.deepEqual(ids(), ['b2', 'a2']);
});

test('a load that fails is tried again', async () => {
  answers.notifications = [500, page(2, 1, row('a2', 1))];
  socket.tell({ type: 'reset' });
  await settle();
  assert.deepEqual(ids(), ['c']);

  await pass(1_000);

  assert.deepEqual(ids(), ['a2']);
});

test('a catch-up under way when the epoch ends does no harm', async () => {
  let answer;
  answers['notifications/changes'] = [() => new Promise((resolve) => (answer = resolve))];
  answers.notifications = [page(2, 1, row('a2', 1))];
  socket.tell({ type: 'resync' });
  await settle();
  const told = [];
  client.addEventListener('notification', (event) => told.push(event.detail.row.id));
  socket.tell({ type: 'reset' });
  answer(changes(1, 9, row('old', 9)));
  await settle();

  assert.deepEqual(ids(), ['a2']);
  assert.deepEqual(told, []);
});

test('an action is sent again until it is answered', async () => {
  const done = client.markRead('c');
  await settle();
  const [first] = socket.sent.slice(-1);
  assert.equal(first.type, 'mark_read');

  await pass(5_000);
  socket.tell({ type: 'error', code: 'unavailable', message: 'not now', action_id: first.action_id });
  await pass(5_000);
  assert.deepEqual(socket.sent.slice(-3), [first, first, first]);
  assert.ok(client.store.row('c').read_at, 'shown as done while it is on its way');

  socket.tell({ type: 'changed', action_id: first.action_id, id: 'c', row_seq: 4, read_at: 'then' });
  await done;
  await pass(60_000);
  assert.equal(socket.sent.filter((each) => each.type === 'mark_read').length, 3);
  assert.equal(client.store.row('c').read_at, 'then');
});

/** The cursor that the client resumes from when it connects again. */
const resumesFrom = async () => {
  answers['realtime/tickets'] = [{ ticket: 'u' }];
  socket.onclose({ code: 4000 });
  await pass(60_000);
  socket.onopen();
  return socket.sent.find((each) => each.type === 'resume')?.cursor;
};
const at = (epoch, seq, offset) => btoa(`c1.${epoch}.${seq}.0.${offset}.mark-of_`);

test('a ping renews the log position where its seq is the own one', async () => {
  socket.tell({ type: 'ping', cursor: at(1, 3, 99) });

  assert.equal(await resumesFrom(), at(1, 3, 99));
});

for (const [what, other] of [
  ['a later seq', at(1, 4, 99)],
  ['an earlier seq', at(1, 2, 99)],
  ['another epoch', at(2, 3, 99)],
]) {
  test(`a ping of ${what} moves nothing`, async () => {
    socket.tell({ type: 'ping', cursor: other });

    assert.equal(await resumesFrom(), cursor(1, 3));
  });
}

test('a message beyond a gap does not move the cursor; one in order does', async () => {
  socket.tell(arrives(1, 4, 'd'), arrives(1, 6, 'f'));
  assert.deepEqual(ids(), ['d', 'c'], 'held');

  assert.equal(await resumesFrom(), cursor(1, 4));
});

test('a gap that stays open for half a second asks for changes, and not before', async () => {
  answers['notifications/changes'] = [changes(1, 5, row('d', 4), row('e', 5))];
  socket.tell(arrives(1, 5, 'e'));
  await pass(499);
  assert.equal(times('notifications/changes'), 0);
  await pass(1);

  assert.equal(times('notifications/changes'), 1);
  assert.deepEqual(ids(), ['e', 'd', 'c']);
});

test('a gap that closes in time asks for nothing', async () => {
  socket.tell(arrives(1, 5, 'e'));
  await pass(499);
  socket.tell(arrives(1, 4, 'd'));
  await pass(60_000);

  assert.equal(times('notifications/changes'), 0);
});

test('what came before is not shown or reported again', async () => {
  const told = [];
  client.addEventListener('notification', (event) => told.push(event.detail.row.id));
  socket.tell(arrives(1, 4, 'd'), arrives(1, 4, 'd'), arrives(1, 3, 'c'));

  assert.deepEqual(told, ['d']);
});

test('mark-all says up to where, and leaves what came later unread', async () => {
  answers['notifications/mark'] = [() => {
    socket.tell(arrives(1, 4, 'd'));
    return { changed: 1, counts: counts(5), cursor: cursor(1, 5) };
  }];
  await client.markAllRead('comment');

  assert.deepEqual(bodies, [{ action: 'read', upto: 3, category: 'comment' }]);
  assert.ok(client.store.row('c').read_at);
  assert.equal(client.store.row('d').read_at, undefined);
});

test('an action that is refused is taken back and reported', async () => {
  const faults = [];
  client.addEventListener('fault', (event) => faults.push(event.detail.id));
  const done = client.markRead('c');
  await settle();
  assert.ok(client.store.row('c').read_at);

  socket.tell({ type: 'error', code: 'not_found', message: 'gone', action_id: socket.sent.at(-1).action_id });
  await done;

  assert.equal(client.store.row('c').read_at, undefined);
  assert.deepEqual(faults, ['c']);
});

test('a row has one action under way; other rows do not wait for it', async () => {
  socket.tell(arrives(1, 4, 'd'));
  const kinds = () => socket.sent.filter((each) => each.action_id).map((each) => `${each.type} ${each.id}`);
  void client.markRead('c');
  void client.markUnread('c');
  void client.archive('d');
  await settle();
  assert.deepEqual(kinds(), ['mark_read c', 'archive d']);

  socket.tell({ type: 'changed', action_id: socket.sent.find((each) => each.type === 'mark_read').action_id, id: 'c', row_seq: 5, read_at: 'then' });
  await settle();

  assert.deepEqual(kinds(), ['mark_read c', 'archive d', 'mark_unread c']);
});

test('a new connection sends at once what was not answered', async () => {
  void client.markRead('c');
  await settle();
  const first = socket.sent.at(-1);
  answers['realtime/tickets'] = [{ ticket: 'u' }];
  socket.onclose({ code: 4000 });
  await pass(2_000);
  socket.onopen();
  socket.tell({ type: 'hello', recovered: true });

  assert.deepEqual(socket.sent.filter((each) => each.action_id), [first]);
});

test('an action says what the person saw: the own place in the order', async () => {
  socket.tell(arrives(1, 4, 'd'), arrives(1, 6, 'f'));
  void client.markRead('c');
  await settle();

  assert.equal(socket.sent.at(-1).seq, 4);
});

for (const code of [4500, 4502, 4503, 4504]) {
  test(`after ${code} the client does not come back`, async () => {
    socket.onclose({ code });
    await pass(600_000);

    assert.equal(client.state, 'refused');
    assert.equal(times('realtime/tickets'), 1);
  });
}

test('an expired token fetches another ticket', async () => {
  answers['realtime/tickets'] = [{ ticket: 'u' }];
  socket.onclose({ code: 4003 });
  await pass(60_000);

  assert.equal(times('realtime/tickets'), 2);
});
