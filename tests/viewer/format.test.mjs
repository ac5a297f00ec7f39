import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readFileSync } from 'node:fs';

import { full, number, signed } from '../../lstmviz/viewer/modules/format.js';

const read = (name) => JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));

test('numbers print as lstmviz/numbers.py prints them, with a typographic minus', () => {
  const cases = [
    [0.12, '0.12'], [0.0067, '0.0067'], [4.54e-5, '0.000045'], [0.9951, '0.995'], [0.9996, '0.9996'], [0.99996, '1.00'], [1, '1.00'],
    [-20, '−20.00'], [0, '0.00'], [1.2e-14, '1.2e-14'], [25000, '2.5e+04'], [0.0996, '0.10'], [-0.05, '−0.050'], [1e300, '1.0e+300'],
  ];

  for (const [value, text] of cases) assert.equal(number(value), text);
});

test('a thousand numbers print as Python prints them', () => {
  for (const [value, text] of read('numbers.json')) assert.equal(number(value), text.replaceAll('e-', 'e~').replaceAll('-', '\u2212').replaceAll('e~', 'e-'));
});

test('an exact half is rounded to even, as Python does', () => {
  assert.deepEqual([0.125, 0.375, 0.0625, 2.625, 0.615].map(number), ['0.12', '0.38', '0.062', '2.62', '0.61']);
});

test('what is not finite is said in words', () => {
  assert.deepEqual([NaN, Infinity, -Infinity].map(number), ['not a number', '+infinity', '−infinity']);
});

test('a summand carries its sign, zero has none', () => {
  assert.deepEqual([10, -20, 0, Infinity].map(signed), ['+10.00', '−20.00', '0.00', '+infinity']);
});

test('the full number has every digit; a single-precision one does not invent digits', () => {
  assert.equal(full(0.000045397868702434395), '0.000045397868702434395');
  assert.equal(full(Math.fround(-0.1), true), '−0.1');
});
