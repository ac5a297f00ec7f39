import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createActions, startState } from '../../lstmviz/viewer/modules/actions.js';
import { calmly } from '../../lstmviz/viewer/modules/calm.js';
import { createPlayer } from '../../lstmviz/viewer/modules/player.js';
import { atRest, createReporter } from '../../lstmviz/viewer/modules/rest.js';
import { createStore } from '../../lstmviz/viewer/modules/store.js';
import { handClock, traceOf } from './fixture.mjs';

function begin(name = 'peacock', start = {}) {
  const trace = traceOf(name);
  const store = createStore(startState(trace, start));
  return { trace, store, actions: createActions(store, trace), clock: handClock() };
}

test('a change is told once to everybody, and no change to nobody', () => {
  const store = createStore({ t: 0, unit: 0 });
  const heard = [];
  store.subscribe((state, previous) => heard.push([previous.t, state.t]));

  store.set({ t: 3, unit: 1 });
  store.set({ t: 3 });

  assert.deepEqual(heard, [[0, 3]]);
});

test('a start outside the run is moved inside; a gate of another cell becomes one of this one', () => {
  const { store } = begin('gru', { step: 99, unit: -3, gate: 'forget_gate' });

  const { t, unit, gate } = store.get();
  assert.deepEqual([t, unit, gate], [3, 0, 'reset_gate']);
});

test('steps stay within the run', () => {
  const { store, actions } = begin();

  actions.moveBy(-1);
  assert.equal(store.get().t, 0);
  actions.moveBy(100);
  assert.equal(store.get().t, 6);
});

test('following a term and going back returns to where the reader was', () => {
  const { store, actions } = begin('peacock', { step: 5, unit: 0, gate: 'forget_gate' });

  actions.follow({ t: 4, unit: 2, gate: 'hidden_state' });
  actions.follow({ t: 4, unit: 2, gate: 'output_gate' });
  assert.equal(store.get().trail.length, 2);
  actions.goBack();
  actions.goBack();

  const { t, unit, gate, trail } = store.get();
  assert.deepEqual([t, unit, gate, trail.length], [5, 0, 'forget_gate', 0]);
  assert.equal(actions.goBack(), false);
});

test('moving by hand leaves the trail', () => {
  const { store, actions } = begin();

  actions.follow({ t: 0, unit: 1, gate: 'candidate' });
  actions.moveBy(1);

  assert.equal(store.get().trail.length, 0);
});

test('numbers choose in the order of the cell, and a number too large chooses nothing', () => {
  const { store, actions } = begin();

  actions.chooseNumber(4);
  assert.equal(store.get().gate, 'cell_state');
  assert.equal(actions.chooseNumber(7), false);
});

test('playing takes one step after another and stops at the end', () => {
  const { store, actions, clock } = begin();
  createPlayer(store, actions, clock);
  const seen = [];
  store.subscribe(({ t }) => seen.push(t));

  actions.play();
  clock.pass(20000);

  assert.deepEqual([...new Set(seen)], [0, 1, 2, 3, 4, 5, 6]);
  assert.equal(store.get().playing, false);
  assert.equal(clock.waiting(), 0);
});

test('speed 20 plays twenty times as fast as speed 1', () => {
  const { store, actions, clock } = begin();
  createPlayer(store, actions, clock);
  actions.speed(20);

  actions.play();
  clock.pass(6 * 60);

  assert.equal(store.get().t, 6);
});

test('playing at the end begins anew, and a step by hand takes over', () => {
  const { store, actions } = begin('peacock', { step: 6 });

  actions.play();
  assert.deepEqual([store.get().t, store.get().playing], [0, true]);
  actions.moveBy(1);
  assert.equal(store.get().playing, false);
});

test('a stopped player leaves nothing behind', () => {
  const { store, actions, clock } = begin();
  const stop = createPlayer(store, actions, clock);

  actions.play();
  stop();

  assert.equal(clock.waiting(), 0);
});

test('rest comes 250 ms after the last change, and not while playing', () => {
  const { store, actions, clock } = begin();
  const rests = [];
  atRest(store, clock, ({ t }) => rests.push(t));

  actions.moveBy(1);
  clock.pass(200);
  actions.moveBy(1);
  clock.pass(249);
  assert.deepEqual(rests, []);
  clock.pass(1);
  assert.deepEqual(rests, [2]);

  actions.play();
  clock.pass(5000);
  assert.deepEqual(rests, [2]);
});

test('Python is told once, at rest, of what is new, and never before the reader touched something', () => {
  const { trace, store, actions, clock } = begin('peacock', { step: 1, gate: 'input_gate' });
  const told = [];
  const reporter = createReporter(store, trace, clock, (place) => told.push(place));

  actions.moveBy(1);
  clock.pass(1000);
  assert.deepEqual(told, []);

  reporter.touch();
  for (let k = 0; k < 3; k++) actions.moveBy(1);
  clock.pass(1000);
  actions.toggleHelp();
  clock.pass(1000);

  assert.deepEqual(told, [{ identity: trace.identity, step: 5, unit: 0, gate: 'input_gate' }]);
});

test('Python hears of gates only, and of steps of the whole run', () => {
  const { trace, clock } = begin();
  const part = { ...trace, first: 500, total: 5000 };
  const store = createStore(startState(part, { step: 502, gate: 'forget_gate' }));
  const told = [];
  createReporter(store, part, clock, (place) => told.push(place)).touch();

  createActions(store, part).look({ t: 3, unit: 1, gate: 'cell_state' });
  clock.pass(1000);

  assert.deepEqual(told.map(({ step, unit, gate }) => [step, unit, gate]), [[503, 1, 'forget_gate']]);
});

test('what is long to read is written at once when calm, and at the end of a hurry with the newest state', () => {
  const clock = handClock();
  const written = [];
  const write = calmly((state, previous) => written.push([previous, state]), clock, 60);

  write(1);
  for (let state = 2; state < 10; state++) {
    clock.pass(16);
    write(state);
  }
  clock.pass(500);

  assert.deepEqual(written[0], [null, 1]);
  assert.equal(written.at(-1)[1], 9);
  assert.ok(written.length <= 4);
  written.slice(1).forEach(([previous], k) => assert.equal(previous, written[k][1]));
});
