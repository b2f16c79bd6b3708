import assert from 'node:assert/strict';
import { test } from 'node:test';

import { backoff } from '../lib/backoff.js';
import { readCursor } from '../lib/cursor.js';
import { Sequence } from '../lib/sequence.js';
import { InboxStore } from '../lib/store.js';
import { ago } from '../lib/time.js';

const counts = (seq, unread) => ({ seq, unread: { total: unread, by_category: unread ? { comment: unread } : {} }, unseen: { total: 0, by_category: {} } });
const row = (id, seq, more = {}) => ({ id, seq, created_seq: seq, title: id, category: 'comment', ...more });

test('a row merges by its own seq, and old news does no harm', () => {
  const store = new InboxStore();
  store.merge([row('b', 2)], counts(2, 2));
  store.merge([row('a', 1, { title: 'first' })]);
  store.merge([row('b', 5, { title: 'newer', read_at: 'x' })], counts(5, 1));
  store.merge([row('b', 3, { title: 'older' })], counts(3, 2));

  assert.deepEqual(store.rows().map((each) => each.title), ['newer', 'first']);
  assert.equal(store.counts.unread.total, 1);
});

test('a full row without read_at is unread again', () => {
  const store = new InboxStore();
  store.merge([row('a', 1, { read_at: 'x' })], counts(1, 0));
  store.merge([row('a', 2)], counts(2, 1));

  assert.equal(store.row('a')?.read_at, undefined);
});

test('an action shows at once, moves the counts, and gives way to what the server says', () => {
  const store = new InboxStore();
  store.merge([row('a', 1)], counts(1, 1));
  store.expect('a', { read_at: 'now' });
  assert.equal(store.counts.unread.total, 0);
  assert.equal(store.row('a')?.read_at, 'now');

  store.settle('a');
  assert.equal(store.counts.unread.total, 1);
  assert.equal(store.row('a')?.read_at, undefined);
});

test('mark-all leaves what came later, and what changed later', () => {
  const store = new InboxStore();
  store.merge([row('a', 1), row('b', 2, { seq: 6, read_seq: 6 }), row('c', 5)], counts(6, 3));
  store.markUpto({ what: 'read', upto: 4, category: null, at: 'now', seq: 7 }, counts(7, 2));

  assert.deepEqual(store.rows().map((each) => [each.id, Boolean(each.read_at)]), [['c', false], ['b', false], ['a', true]]);
});

test('a replaced row goes', () => {
  const store = new InboxStore();
  store.merge([row('a', 1)], counts(1, 1));
  store.merge([row('b', 2, { replaces: 'a' })], counts(2, 1));

  assert.deepEqual(store.rows().map((each) => each.id), ['b']);
});

test('messages are taken once and in order; a gap is held and said', () => {
  const taken = [];
  const gaps = [];
  const sequence = new Sequence((message) => taken.push(message.seq), (open) => gaps.push(open));
  sequence.start(3, () => true);
  for (const seq of [4, 4, 6, 7, 3]) sequence.offer({ type: 'changed', seq });
  assert.deepEqual(taken, [4]);
  assert.equal(gaps.at(-1), true);

  sequence.offer({ type: 'changed', seq: 5 });
  assert.deepEqual(taken, [4, 5, 6, 7]);
  assert.equal(gaps.at(-1), false);
});

test('what the changes endpoint answered closes a gap', () => {
  const taken = [];
  const sequence = new Sequence((message) => taken.push(message.seq), () => {});
  sequence.start(0, () => true);
  sequence.offer({ type: 'changed', seq: 4 });
  sequence.advance(3);

  assert.deepEqual(taken, [4]);
  assert.equal(sequence.seq, 4);
});

test('waits grow, are jittered and bounded', () => {
  assert.equal(backoff(0, () => 1), 250);
  assert.equal(backoff(3, () => 0), 200);
  assert.equal(backoff(50, () => 1), 30_000);
});

test('cursors of ours are read, others are not', () => {
  assert.deepEqual(readCursor(btoa('c1.7.42.3.99')), { epoch: 7, seq: 42 });
  assert.deepEqual(readCursor(btoa('c1.7.42.3.99.mark-of_')), { epoch: 7, seq: 42 });
  assert.deepEqual(readCursor(btoa('c1.7.42.3.99.mark-of_.00000000-0000-0001-0000-000000000002')), { epoch: 7, seq: 42 });
  assert.equal(readCursor('nonsense'), null);
  assert.equal(readCursor(undefined), null);
});

test('instants read as people say them', () => {
  const now = Date.parse('2026-11-21T10:00:00Z');
  assert.equal(ago('2026-11-21T09:55:00Z', 'en', now), '5 min. ago');
  assert.equal(ago('2026-11-21T09:59:40Z', 'en', now), 'now');
  assert.equal(ago('2026-10-21T10:00:00Z', 'en', now), 'Oct 21, 2026');
});

test('a page that was read before a mark does not undo it', () => {
  const store = new InboxStore();
  store.merge([row('a', 1)], counts(4, 2));
  store.markUpto({ what: 'read', upto: 4, category: null, at: 'now', seq: 5 }, counts(5, 0));
  store.merge([row('a', 1), row('b', 2), row('c', 6), row('d', 3, { seq: 7, read_seq: 7 })], counts(4, 2));

  assert.deepEqual(store.rows().filter((each) => each.read_at).map((each) => each.id), ['b', 'a']);
  assert.equal(store.counts.unread.total, 0);
});

test('what lies beyond the most that is held is asked for', () => {
  const gaps = [];
  const sequence = new Sequence(() => {}, (open) => gaps.push(open));
  sequence.start(0, () => true);
  sequence.pause();
  for (let seq = 1; seq <= 1_001; seq++) sequence.offer({ type: 'changed', seq });
  sequence.start(0, () => true);
  assert.equal(sequence.seq, 1_000);
  assert.equal(gaps.at(-1), true);

  sequence.advance(1_001);
  assert.equal(gaps.at(-1), false);
});
