// The rules of `seq`, `upto` and the counts, one by one: each test fails when the line that enforces its rule is
// removed.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { InboxStore } from '../lib/store.js';

const tally = (total, by_category = {}) => ({ total, by_category });
const counts = (seq, unread) => ({ seq, unread: tally(unread, unread ? { comment: unread } : {}), unseen: tally(0) });
const row = (id, seq, more = {}) => ({ id, seq, created_seq: seq, title: id, category: 'comment', ...more });
const mark = (what, upto, seq, more = {}) => ({ what, upto, category: null, at: `at ${seq}`, seq, ...more });
const holding = (rows, known) => {
  const store = new InboxStore();
  store.merge(rows, known);
  return store;
};
const shown = (store, ...query) => store.rows(...query).map((each) => each.id);

test('an empty store counts nothing', () => {
  assert.deepEqual(new InboxStore().counts, { seq: -1, unread: tally(0), unseen: tally(0) });
});

test('the first counts are taken, whatever their seq', () => {
  assert.equal(holding([], counts(0, 2)).counts.unread.total, 2);
});

test('rows are those of the category, down to the oldest that is shown', () => {
  const store = holding([row('a', 1), row('b', 2, { category: 'release' }), row('c', 3)]);

  assert.deepEqual(shown(store), ['c', 'b', 'a']);
  assert.deepEqual(shown(store, 'comment'), ['c', 'a']);
  assert.deepEqual(shown(store, null, 'b'), ['c', 'b']);
  assert.deepEqual(shown(store, 'comment', 'b'), ['c']);
});

test('deleted, archived and unknown rows are not shown', () => {
  const store = holding([row('a', 1, { deleted: true }), row('b', 2, { archived_at: 'then' }), { id: 'c', seq: 3 }, row('d', 4)]);

  assert.deepEqual(shown(store), ['d']);
});

test('merge returns the rows that were not known before, and only those', () => {
  const store = holding([row('a', 1)]);

  assert.deepEqual(store.merge([row('a', 2), row('b', 3), row('c', 1)]).map((each) => each.id), ['b', 'c']);
  assert.deepEqual(store.merge([row('b', 3)]), []);
});

test('a row of the same seq is taken: it may be more complete', () => {
  const store = holding([row('a', 2)]);
  store.merge([row('a', 2, { title: 'whole' })]);

  assert.equal(store.row('a')?.title, 'whole');
});

test('a short row of a deletion keeps what is known besides', () => {
  const store = holding([row('a', 1)]);
  store.merge([{ id: 'a', seq: 2, deleted: true }]);

  assert.deepEqual(store.row('a'), { ...row('a', 1), seq: 2, deleted: true });
});

test('a row is replaced at the seq of the row that replaces it, and only where it is known', () => {
  const store = holding([row('a', 1)]);
  store.merge([row('b', 5, { replaces: 'a' }), row('c', 6, { replaces: 'unknown' })]);

  assert.deepEqual(store.row('a'), { ...row('a', 1), seq: 5, deleted: true });
  assert.equal(store.row('unknown'), undefined);
  store.merge([row('a', 4)]);
  assert.deepEqual(shown(store), ['c', 'b'], 'an older state does not revive it');
});

for (const [how, apply] of [
  ['merge', (store, told) => store.merge([], told)],
  ['patch', (store, told) => store.patch('a', { seq: 1 }, told)],
  ['markUpto', (store, told) => store.markUpto(mark('seen', 0, 1), told)],
]) {
  test(`counts by ${how} are taken only when they are at least as new`, () => {
    const store = holding([row('a', 1)], counts(5, 3));
    apply(store, counts(4, 9));
    assert.equal(store.counts.unread.total, 3);
    apply(store, undefined);
    assert.equal(store.counts.unread.total, 3);
    apply(store, counts(5, 2));
    assert.equal(store.counts.unread.total, 2);
    apply(store, counts(6, 1));
    assert.equal(store.counts.unread.total, 1);
  });

  test(`${how} tells that something changed`, () => {
    const store = holding([row('a', 1)], counts(5, 3));
    let told = 0;
    store.addEventListener('change', () => told++);
    apply(store, counts(6, 1));
    assert.equal(told, 1);
  });
}

test('the state of a row is taken at its seq or above, and never below', () => {
  const store = holding([row('a', 3)]);
  store.patch('a', { seq: 2, read_at: 'old' });
  assert.equal(store.row('a')?.read_at, undefined);
  store.patch('a', { seq: 3, read_at: 'same' });
  assert.equal(store.row('a')?.read_at, 'same');
  store.patch('a', { seq: 4, read_at: 'newer' });
  assert.deepEqual(store.row('a'), { ...row('a', 4), created_seq: 3, read_at: 'newer' });
});

test('a state without seq keeps that of the row', () => {
  const store = holding([row('a', 3)]);
  store.patch('a', { read_at: 'now' });

  assert.deepEqual(store.row('a'), { ...row('a', 3), read_at: 'now' });
});

test('the state of an unknown row is not kept', () => {
  const store = new InboxStore();
  store.patch('a', { seq: 2, read_at: 'now' });
  store.patch('b', { read_at: 'now' });

  assert.equal(store.row('a'), undefined);
  assert.equal(store.row('b'), undefined);
});

test('mark-all reaches what was created up to and including `upto`, of its category', () => {
  const store = holding([row('a', 3), row('b', 4), row('c', 5), row('d', 2, { category: 'release' })]);
  store.markUpto(mark('read', 4, 6, { category: 'comment' }));

  const read = store.rows().filter((each) => each.read_at).map((each) => each.id);
  assert.deepEqual(read, ['b', 'a']);
});

test('mark-all does not touch a row whose created_seq is unknown', () => {
  const store = holding([row('a', 3, { created_seq: undefined })]);
  store.markUpto(mark('read', 4, 6));

  assert.equal(store.row('a')?.read_at, undefined);
});

test('a row that was read or unread later than `upto` keeps its own state', () => {
  const store = holding([row('a', 6, { created_seq: 1, read_seq: 5 }), row('b', 6, { created_seq: 1, read_seq: 4 })]);
  store.markUpto(mark('read', 4, 7));

  assert.equal(store.row('a')?.read_at, undefined);
  assert.equal(store.row('b')?.read_at, 'at 7');
});

test('reading all sees all; seeing all reads nothing, and read_seq does not hold it up', () => {
  const store = holding([row('a', 1), row('b', 9, { created_seq: 2, read_seq: 9 })]);
  store.markUpto(mark('seen', 4, 10));
  assert.deepEqual(store.rows().map((each) => [each.seen_at, each.read_at]), [['at 10', undefined], ['at 10', undefined]]);

  store.markUpto(mark('read', 4, 11));
  assert.deepEqual([store.row('a')?.seen_at, store.row('a')?.read_at], ['at 10', 'at 11']);
});

test('a row that was already read keeps its first instants', () => {
  const store = holding([row('a', 1, { seen_at: 'first', read_at: 'second' })]);
  store.markUpto(mark('read', 4, 5));

  assert.deepEqual([store.row('a')?.seen_at, store.row('a')?.read_at], ['first', 'second']);
});

test('a later mark holds for rows that arrive afterwards; an older one does not replace it', () => {
  const store = new InboxStore();
  store.markUpto(mark('read', 8, 9));
  store.markUpto(mark('read', 3, 4));
  store.merge([row('a', 6)]);
  assert.equal(store.row('a')?.read_at, 'at 9');
});

test('marks of different categories hold side by side', () => {
  const store = new InboxStore();
  store.markUpto(mark('read', 8, 9, { category: 'comment' }));
  store.markUpto(mark('read', 2, 10, { category: 'release' }));
  store.merge([row('a', 6), row('b', 6, { category: 'release' }), row('c', 1, { category: 'release' })]);

  assert.deepEqual(store.rows().filter((each) => each.read_at).map((each) => each.id), ['c', 'a']);
});

test('a row whose own change came at or after the mark already contains it', () => {
  const store = new InboxStore();
  store.markUpto(mark('read', 8, 9));
  store.merge([row('a', 9, { created_seq: 1 }), row('b', 8, { created_seq: 1 })]);

  assert.equal(store.row('a')?.read_at, undefined);
  assert.equal(store.row('b')?.read_at, 'at 9');
});

test('an expected action moves the total and its category, and no other', () => {
  const store = holding(
    [row('a', 1), row('b', 2, { category: 'release' }), row('c', 3, { category: undefined })],
    { seq: 3, unread: tally(3, { comment: 1, release: 1, other: 1 }), unseen: tally(0) },
  );
  store.expect('a', { read_at: 'now' });
  assert.deepEqual(store.counts.unread, tally(2, { comment: 0, release: 1, other: 1 }));
  store.expect('c', { archived_at: 'now' });
  assert.deepEqual(store.counts.unread, tally(1, { comment: 0, release: 1, other: 0 }));
  store.expect('b', { deleted: true });
  assert.deepEqual(store.counts.unread, tally(0, { comment: 0, release: 0, other: 0 }));
});

test('two expected actions of one category add up', () => {
  const store = holding([row('a', 1), row('b', 2)], counts(2, 2));
  store.expect('a', { read_at: 'now' });
  store.expect('b', { read_at: 'now' });

  assert.deepEqual(store.counts.unread, tally(0, { comment: 0 }));
});

test('an unread row counts again at once', () => {
  const store = holding([row('a', 1, { read_at: 'then' })], counts(1, 0));
  store.expect('a', { read_at: null });

  assert.deepEqual(store.counts.unread, tally(1, { comment: 1 }));
});

test('an action that changes no unread row moves no count', () => {
  const store = holding([row('a', 1, { read_at: 'then' }), row('b', 2), row('c', 3, { deleted: true }), row('d', 4, { archived_at: 'x' })], counts(4, 1));
  store.expect('a', { archived_at: 'now' });
  store.expect('b', { clicked_at: 'now' });
  store.expect('c', { read_at: 'now' });
  store.expect('d', { read_at: 'now' });

  assert.deepEqual(store.counts, counts(4, 1));
});

test('counts never fall below zero', () => {
  const store = holding([row('a', 1)], counts(1, 0));
  store.expect('a', { read_at: 'now' });

  assert.deepEqual(store.counts.unread, tally(0, { comment: 0 }));
});

test('an expectation ends when the row is told anew, and not before', () => {
  const store = holding([row('a', 1)], counts(1, 1));
  store.expect('a', { read_at: 'mine' });
  store.merge([row('a', 1)], counts(1, 1));
  assert.equal(store.row('a')?.read_at, 'mine');
  assert.equal(store.counts.unread.total, 0);

  store.patch('a', { seq: 2, read_at: 'theirs' }, counts(2, 0));
  assert.equal(store.row('a')?.read_at, 'theirs');
  assert.equal(store.counts.unread.total, 0);
});

test('nothing is expected of an unknown row', () => {
  const store = new InboxStore();
  store.expect('a', { read_at: 'now' });
  store.merge([row('a', 1)], counts(1, 1));

  assert.equal(store.row('a')?.read_at, undefined);
  assert.equal(store.counts.unread.total, 1);
});

test('clear forgets what was expected of the counts, too', () => {
  const store = holding([row('a', 1, { read_at: 'then' })], counts(5, 0));
  store.expect('a', { read_at: null });
  store.clear();
  assert.equal(store.counts.unread.total, 0);
});

test('clear forgets rows, counts, marks and expectations', () => {
  const store = holding([row('a', 1)], counts(5, 1));
  store.markUpto(mark('read', 5, 6));
  store.expect('a', { archived_at: 'now' });
  store.clear();
  assert.equal(store.counts.seq, -1);
  assert.deepEqual(store.rows(), []);

  store.merge([row('a', 1)], counts(1, 1));
  assert.deepEqual([store.row('a')?.read_at, store.row('a')?.archived_at], [undefined, undefined]);
  assert.equal(store.counts.unread.total, 1);
});

test('what is done to an archived row changes no count', () => {
  const store = holding([row('a', 1, { archived_at: 'then' }), row('b', 2)], counts(2, 1));
  store.expect('a', { read_at: 'now' });
  assert.equal(store.counts.unread.total, 1);

  store.expect('a', { archived_at: null });
  assert.equal(store.counts.unread.total, 2, 'taken out of the archive it counts again');
});

test('actions on two categories move both counts, also where the total stays', () => {
  const store = holding(
    [row('a', 1), row('b', 2, { category: 'release', read_at: 'then' })],
    { seq: 2, unread: tally(1, { comment: 1 }), unseen: tally(0) },
  );
  store.expect('a', { read_at: 'now' });
  store.expect('b', { read_at: null });

  assert.deepEqual(store.counts.unread, tally(1, { comment: 0, release: 1 }));
});
