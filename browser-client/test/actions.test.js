// Actions over the socket: answered once, by their id, and repeated until then.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';

import { Actions } from '../lib/actions.js';

/** @type {object[]} */
let sent;
let online;
let actions;

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] });
  sent = [];
  online = true;
  actions = new Actions((message) => {
    if (online) sent.push(message);
    return online;
  });
});

afterEach(() => mock.timers.reset());

const start = () => actions.start({ type: 'mark_read', id: 'a', seq: 3 });

test('without a socket nothing is started', () => {
  online = false;
  assert.equal(start(), null);
  mock.timers.tick(60_000);
  online = true;
  actions.sendAgain();
  assert.deepEqual(sent, []);
});

test('each action has an id of its own', () => {
  void start();
  void start();
  assert.notEqual(sent[0].action_id, sent[1].action_id);
});

test('the answer with its id settles an action, once', async () => {
  const done = start();
  const answer = { type: 'changed', action_id: sent[0].action_id, id: 'a' };
  assert.equal(actions.answered({ type: 'changed', action_id: 'another' }), false);
  assert.equal(actions.answered({ type: 'changed' }), false);
  assert.equal(actions.answered(answer), true);
  assert.equal(actions.answered(answer), false);
  assert.equal(await done, answer);

  mock.timers.tick(60_000);
  assert.equal(sent.length, 1);
});

test('an answer may carry a code and is an answer all the same', async () => {
  const done = start();
  const answer = { type: 'changed', code: 'overloaded', action_id: sent[0].action_id };
  assert.equal(actions.answered(answer), true);
  assert.equal(await done, answer);
});

test('an error refuses the action, in the words of the server', async () => {
  const done = start();
  assert.equal(actions.answered({ type: 'error', code: 'not_found', message: 'no such row', action_id: sent[0].action_id }), true);
  await assert.rejects(done, /no such row/);
});

for (const code of ['overloaded', 'unavailable']) {
  test(`the error ${code} says nothing of the action: it goes again`, () => {
    void start();
    assert.equal(actions.answered({ type: 'error', code, message: 'later', action_id: sent[0].action_id }), false);
    mock.timers.tick(5_000);
    assert.deepEqual(sent[1], sent[0]);
  });
}

test('a new connection sends at once what was not answered, with the same ids', () => {
  void start();
  void start();
  actions.sendAgain();
  assert.deepEqual(sent.slice(2), sent.slice(0, 2));
});

test('after close nothing is sent any more', () => {
  void start();
  actions.close();
  mock.timers.tick(60_000);
  actions.sendAgain();
  assert.equal(sent.length, 1);
});
