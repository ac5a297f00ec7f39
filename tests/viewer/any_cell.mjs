// Tells a run of any cell, given as a file: prints every caption, and fails where something is not whole.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { startState } from '../../lstmviz/viewer/modules/actions.js';
import { explain, terms } from '../../lstmviz/viewer/modules/arithmetic.js';
import { marks } from '../../lstmviz/viewer/modules/marks.js';
import { decode } from '../../lstmviz/viewer/modules/payload.js';
import { timelineSvg } from '../../lstmviz/viewer/modules/picture.js';
import { caption, plain, rowSentence } from '../../lstmviz/viewer/modules/sentence.js';
import { preActivation, rowName, signal, valuesOf } from '../../lstmviz/viewer/modules/signals.js';

const trace = decode(JSON.parse(readFileSync(process.argv[2], 'utf8')));
const value = valuesOf(trace);
const whole = (text) => assert.doesNotMatch(text, /[{}]|undefined|NaN|not a number/);
const names = new Set([...trace.cell.order, ...trace.cell.quantities.map(({ name }) => name)]);

for (let t = 0; t < trace.steps; t++) {
  for (let unit = 0; unit < trace.units.length; unit++) {
    const said = plain(caption(trace, { t, unit }));
    whole(said);
    console.log(said);
    for (const name of names) explained(name, t, unit);
    for (const { name } of trace.cell.gates) addsUp(name, t, unit);
  }
}
for (const name of names) {
  const { low, high } = signal(trace, name);
  assert.ok(low < high);
  whole(`${rowName(trace, name)} ${rowSentence(trace, name, { t: 0, unit: 0 })}`);
}
assert.equal(marks(trace, 0).length, trace.steps);
const paint = { ink: '#000', soft: '#555', ground: '#fff', accent: '#a50', font: 'serif' };
whole(timelineSvg(trace, { ...startState(trace), t: 0 }, 'light', paint).replace(/[{}]/g, ''));

function explained(name, t, unit) {
  const told = explain(trace, { t, unit, gate: name });
  whole(`${told.label || rowName(trace, name)} ${told.headline} ${told.rows.map(({ label }) => label).join(' ')}`);
  assert.equal(told.value, value(name, t, unit));
  for (const { target } of told.rows) if (target) explain(trace, target);
}

function addsUp(name, t, unit) {
  const sum = terms(trace, name, t, unit).reduce((total, term) => total + term.value, 0);
  assert.ok(Math.abs(sum - preActivation(trace, name, t, unit)) < 1e-12);
}
