// The ordering rules: each message once, in order, held beyond a gap, and held while a page is being loaded.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Sequence } from '../lib/sequence.js';

const watched = () => {
  const taken = [];
  const gaps = [];
  const sequence = new Sequence((message) => taken.push(message.seq), (open) => gaps.push(open));
  const offer = (...seqs) => seqs.forEach((seq) => sequence.offer({ type: 'changed', seq }));
  return { taken, gaps, sequence, offer };
};

test('before a page was loaded, nothing was taken', () => {
  const { sequence, taken, offer } = watched();
  assert.equal(sequence.seq, -1);
  offer(0, 1);
  assert.deepEqual(taken, [0, 1], 'it is not paused at first');
});

test('what lies at or below the own place is dropped, not held', () => {
  const { sequence, taken, gaps, offer } = watched();
  sequence.start(3, () => true);
  offer(3, 2);
  assert.deepEqual(taken, []);
  assert.equal(gaps.at(-1), false, 'no gap is open');
});

test('a page ends a pause: what is not of it is dropped, what is follows in order', () => {
  const { sequence, taken, offer } = watched();
  sequence.start(7, () => true);
  sequence.pause();
  offer(3, 2, 9);
  assert.deepEqual(taken, []);

  sequence.start(1, (message) => message.seq !== 9);
  assert.deepEqual(taken, [2, 3]);
  offer(4);
  assert.deepEqual(taken, [2, 3, 4]);
  assert.equal(sequence.seq, 4);
});

test('a message of another epoch is not taken, even if it is the next by number', () => {
  const { sequence, taken, gaps, offer } = watched();
  sequence.start(7, () => true);
  sequence.pause();
  offer(2);

  sequence.start(1, () => false);

  assert.deepEqual(taken, []);
  assert.equal(gaps.at(-1), false, 'and leaves no gap');
});

test('while a page is awaited no gap is reported', () => {
  const { sequence, gaps, offer } = watched();
  sequence.start(0, () => true);
  offer(2);
  assert.equal(gaps.at(-1), true);
  sequence.pause();
  assert.equal(gaps.at(-1), false);
  offer(5);
  assert.equal(gaps.at(-1), false);
});

test('an answer that is older than the own place does not move it back', () => {
  const { sequence, taken, offer } = watched();
  sequence.start(5, () => true);
  sequence.advance(3);
  assert.equal(sequence.seq, 5);
  offer(4, 5, 6);
  assert.deepEqual(taken, [6]);
});

test('what an answer covers is not taken once more, and closes the gap', () => {
  const { sequence, taken, gaps, offer } = watched();
  sequence.start(0, () => true);
  offer(3, 5);
  sequence.advance(5);
  assert.deepEqual(taken, []);
  assert.equal(gaps.at(-1), false);
  assert.equal(sequence.seq, 5);
});

test('a gap behind an answer stays open', () => {
  const { sequence, gaps, offer } = watched();
  sequence.start(0, () => true);
  offer(9);
  sequence.advance(5);
  assert.equal(gaps.at(-1), true);
});
