// Cursors: the client reads epoch and `seq` of its own ones and nothing of any other text.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readCursor } from '../lib/cursor.js';

const encoded = (plain) => btoa(plain).replaceAll('+', '-').replaceAll('/', '_');

test('a cursor shows its epoch and seq, with a mark and a place within a page or without', () => {
  for (const plain of ['c1.2.7.0.9', 'c1.2.7.0.9.mark', 'c1.2.7.0.9.mark.within']) {
    assert.deepEqual(readCursor(encoded(plain)), { epoch: 2, seq: 7 });
  }
  assert.deepEqual(readCursor(encoded('c1.2.7.0.9.>>>???')), { epoch: 2, seq: 7 }, 'base64url');
});

test('anything else is no cursor', () => {
  for (const plain of ['c2.2.7.0.9', 'c1.2.7.0', 'c1.2.7.0.9.mark.within.more', '']) {
    assert.equal(readCursor(encoded(plain)), null);
  }
  for (const text of [undefined, '', '%', 'ä']) assert.equal(readCursor(text), null);
});
