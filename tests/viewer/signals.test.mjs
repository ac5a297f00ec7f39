import assert from 'node:assert/strict';
import { test } from 'node:test';

import { explain, largest, terms } from '../../lstmviz/viewer/modules/arithmetic.js';
import { decode, decodeArray } from '../../lstmviz/viewer/modules/payload.js';
import { isHeld, preActivation, signal, squash, valuesOf } from '../../lstmviz/viewer/modules/signals.js';
import { NAMES, fixture, traceOf } from './fixture.mjs';

const near = (found, expected, tolerance = 1e-12) => assert.ok(Math.abs(found - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${found} is not ${expected}`);
const everywhere = (trace, check) => {
  for (let t = 0; t < trace.steps; t++) for (let unit = 0; unit < trace.units.length; unit++) check(t, unit);
};

test('an array of any alignment comes out of base64 as it went in', () => {
  const sent = Buffer.from(Float64Array.of(1.5, NaN, -Infinity).buffer).toString('base64');

  assert.deepEqual([...decodeArray({ type: 'f8', data: sent })], [1.5, NaN, -Infinity]);
});

test('a payload of another version is refused', () => {
  assert.throws(() => decode({ ...fixture('rnn').payload, version: 99 }), /version 2/);
});

for (const name of NAMES) {
  test(`${name}: declared operations give the states that Python computed`, () => {
    const trace = traceOf(name);
    const value = valuesOf(trace);

    for (const { name: quantity, how, of } of trace.cell.quantities) {
      if (!trace.cell.states.includes(quantity)) continue;
      const parts = { sum: ([a, b]) => a + b, product: ([a, b]) => a * b, copy: ([a]) => a }[how];
      everywhere(trace, (t, unit) => near(value(quantity, t, unit), parts(of.map((part) => value(part, t, unit)))));
    }
  });

  test(`${name}: a gate is its squashed pre-activation unless it is held`, () => {
    const trace = traceOf(name);

    for (const gate of trace.cell.gates) {
      everywhere(trace, (t, unit) => {
        if (!isHeld(trace, gate.name, t, unit)) near(valuesOf(trace)(gate.name, t, unit), squash(gate, preActivation(trace, gate.name, t, unit)));
      });
    }
  });

  test(`${name}: the terms of every gate add up to its pre-activation and are those of Python`, () => {
    const { arithmetic } = fixture(name);
    const trace = traceOf(name);

    for (const told of arithmetic) {
      const found = terms(trace, told.gate, told.t, told.unit);
      const sum = (kinds) => found.filter(({ kind }) => kinds.includes(kind)).reduce((total, { value }) => total + value, 0);
      near(sum(['bias', 'word', 'input', 'hidden']), told.pre_activation);
      near(sum(['word', 'input']), told.read);
      near(sum(['bias']), told.bias);
      trace.units.forEach((unit, k) => near(found.filter(({ kind }) => kind === 'hidden')[k].value, told.hidden[unit]));
    }
  });
}

test('memory before a step is memory after the step before', () => {
  const trace = traceOf('peacock');
  const value = valuesOf(trace);

  assert.equal(value('memory_before', 0, 0), 0);
  assert.equal(value('memory_before', 5, 0), value('cell_state', 4, 0));
});

test('at panda, keep of peacock is σ(−10) of a bias that says keep and a word that outvotes it', () => {
  const told = explain(traceOf('peacock'), { t: 5, unit: 0, gate: 'forget_gate' });

  assert.equal(told.headline, 'σ(−10.00) = 0.000045');
  assert.deepEqual(told.rows.slice(0, 2).map(({ label, value }) => [label, value]), [['panda', -20], ['bias', 10]]);
  assert.equal(told.held, null);
});

test('a held gate says what the cell itself computed', () => {
  const told = explain(traceOf('held'), { t: 5, unit: 0, gate: 'forget_gate' });

  assert.equal(told.value, 1);
  near(told.held.computed, 1 / (1 + Math.exp(10)));
  assert.equal(told.headline, 'σ(−10.00) = 0.000045');
});

test('a product shows its two factors, and each leads to its own arithmetic', () => {
  const told = explain(traceOf('peacock'), { t: 5, unit: 1, gate: 'written' });

  assert.equal(told.headline, '1.00 × 1.00 = 1.00');
  assert.deepEqual(told.rows.map(({ target }) => target.gate), ['input_gate', 'candidate']);
});

test('a hidden term leads to the step before, and to nothing at the first step', () => {
  const trace = traceOf('rnn');
  const hidden = (t) => terms(trace, 'candidate', t, 0).filter(({ kind }) => kind === 'hidden')[1].target;

  assert.deepEqual(hidden(2), { t: 1, unit: 1, gate: 'hidden_state' });
  assert.equal(hidden(0), null);
});

test('the largest eight terms are shown, the others together; nothing is lost', () => {
  const found = Array.from({ length: 14 }, (_, k) => ({ value: (k % 2 ? -1 : 1) * k }));

  const { rows, rest } = largest(found);

  assert.deepEqual(rows.map(({ value }) => Math.abs(value)), [13, 12, 11, 10, 9, 8, 7, 6]);
  assert.deepEqual(rest, { count: 6, value: -0 + 0 - 1 + 2 - 3 + 4 - 5 });
});

test('a term that is not a number comes first and is not hidden among the small ones', () => {
  assert.ok(Number.isNaN(largest([{ value: 3 }, { value: NaN }, { value: -9 }]).rows[0].value));
});

test('without weights the card still tells the squashing', () => {
  const told = explain({ ...traceOf('gru'), weights: null }, { t: 1, unit: 0, gate: 'update_gate' });

  assert.ok(told.missing);
  assert.match(told.headline, /^σ\(.+\) = 0\.\d+$/);
});

test('a gate is drawn from 0 to 1 or -1 to 1, the memory of an LSTM by its own range', () => {
  const trace = { ...traceOf('peacock'), memoryRange: 3.5 };

  assert.deepEqual(['forget_gate', 'candidate', 'cell_state', 'hidden_state'].map((name) => [signal(trace, name).low, signal(trace, name).high]), [[0, 1], [-1, 1], [-3.5, 3.5], [-1, 1]]);
});
