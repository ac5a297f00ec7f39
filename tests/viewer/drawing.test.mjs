import assert from 'node:assert/strict';
import { test } from 'node:test';

import { LOOKS, channels, colouring, contrast, lookFor, onScale } from '../../lstmviz/viewer/modules/colour.js';
import * as geometry from '../../lstmviz/viewer/modules/geometry.js';
import { cellsOf, linesOf } from '../../lstmviz/viewer/modules/heatmap.js';
import { KEYS, keyFor } from '../../lstmviz/viewer/modules/keyboard.js';
import { escape, timelineSvg } from '../../lstmviz/viewer/modules/picture.js';
import { valuesOf } from '../../lstmviz/viewer/modules/signals.js';
import { traceOf } from './fixture.mjs';

test('a place on the timeline is a step, clamped to those there are', () => {
  assert.deepEqual([-5, 0, 99, 100, 950, 2000].map((x) => geometry.partAt(x, 1000, 10)), [0, 0, 0, 1, 9, 9]);
});

test('steps share the room, never narrower than 4 pixels nor wider than 180', () => {
  assert.deepEqual([1, 20, 2000].map((steps) => geometry.cellWidth(1000, steps)), [180, 50, 4]);
});

test('a bar of a fraction starts at its left end, a signed one in its middle', () => {
  assert.deepEqual(geometry.barSpan(0.25, 0, 1), { from: 0, to: 0.25 });
  assert.deepEqual(geometry.barSpan(-0.5, -1, 1), { from: 0.25, to: 0.5 });
  assert.deepEqual(geometry.barSpan(7, -2, 2), { from: 0.5, to: 1 });
  assert.deepEqual(geometry.barSpan(NaN, 0, 1), { from: 0, to: 0 });
});

test('labels that fit never touch and never leave the axis', () => {
  const widths = [50, 30, 60, 20, 55, 40];
  const shown = geometry.labelsThatFit(widths, 30);

  assert.ok(shown.length >= 3);
  shown.forEach(({ t, x }, k) => {
    assert.ok(x - widths[t] / 2 >= 0 && x + widths[t] / 2 <= 180);
    if (k) assert.ok(x - widths[t] / 2 >= shown[k - 1].x + widths[shown[k - 1].t] / 2 + 6);
  });
});

test('the dot of a gate lies on its curve', () => {
  const sigmoid = (z) => 1 / (1 + Math.exp(-z));
  const gate = { low: 0, high: 1 };

  assert.ok(geometry.curvePath(sigmoid, gate, 100, 40).includes(geometry.curvePoint(0, 0.5, gate, 100, 40).map((x) => x.toFixed(1)).join(',')));
  assert.deepEqual(geometry.curvePoint(-1000, 0, gate, 100, 40), [4, 36]);
});

test('units that share a line are averaged, and a NaN among them is not lost', () => {
  assert.deepEqual([...geometry.pooled(Float64Array.of(1, 3, NaN, 1, 5), 2)], [2, NaN, 5]);
});

test('a row holds every unit at every step', () => {
  const trace = traceOf('peacock');
  const { values, lines } = linesOf(valuesOf(trace), 'forget_gate', trace.steps, 4, 1);

  assert.equal(lines, 4);
  assert.equal(values[5 * 4], valuesOf(trace)('forget_gate', 5, 0));
});

test('scrolling moves only as far as it must', () => {
  assert.deepEqual([geometry.scrolledTo(0, 100, 20, 40), geometry.scrolledTo(0, 100, 150, 170), geometry.scrolledTo(80, 100, 20, 40)], [0, 70, 20]);
});

for (const look of ['light', 'dark']) {
  test(`${look}: scales end at their ends, zero of the signed one is its ground`, () => {
    const { sequential, diverging } = LOOKS[look];

    assert.deepEqual(onScale(sequential, 1), channels(sequential.at(-1)[1]));
    assert.deepEqual(colouring(look, -2, 2)(0), channels(diverging[2][1]));
    assert.deepEqual(colouring(look, -2, 2)(99), onScale(diverging, 1));
    assert.equal(colouring(look, 0, 1)(NaN), null);
  });
}

test('a look follows the ground of the page', () => {
  assert.deepEqual(['#ffffff', 'rgb(20, 22, 26)', '#fff'].map(lookFor), ['light', 'dark', 'light']);
});

const HUES = {
  light: { ground: '#faf9f7', text: ['#1d2129', '#5d6470', '#b84a00', '#00785a', '#a4457d', '#005a92'], large: ['#1f7fb5', '#8a5a00'] },
  dark: { ground: '#1b1e24', text: ['#eceae4', '#a2a8b3', '#ff9a5c', '#45cfa4', '#ee9fce', '#6db9f2', '#8fd0f5', '#f0b95a'], large: [] },
};

for (const [look, { ground, text, large }] of Object.entries(HUES)) {
  test(`${look}: text has a contrast of 4.5 and more on its panel, large text and lines 3`, () => {
    for (const colour of text) assert.ok(contrast(colour, ground) >= 4.5, `${colour}: ${contrast(colour, ground)}`);
    for (const colour of large) assert.ok(contrast(colour, ground) >= 3, `${colour}: ${contrast(colour, ground)}`);
  });
}

test('keys are answered once each, and never while typing or with Ctrl', () => {
  assert.equal(new Set(KEYS.flatMap(({ keys }) => keys)).size, KEYS.flatMap(({ keys }) => keys).length);
  assert.equal(keyFor({ key: 'ArrowRight', target: { tagName: 'DIV' } }).does, 'one word on');
  assert.equal(keyFor({ key: 'ArrowRight', target: { tagName: 'SELECT' } }), null);
  assert.equal(keyFor({ key: ' ', target: { tagName: 'BUTTON' } }), null);
  assert.equal(keyFor({ key: 'Home', ctrlKey: true, target: { tagName: 'DIV' } }), null);
  assert.equal(keyFor({ key: 'r', target: { tagName: 'DIV' } }), null);
});

const PAINT = { ink: '#000', soft: '#555', ground: '#fff', accent: '#850', font: 'sans-serif' };

test('the picture names every row and word, and is one whole element', () => {
  const trace = traceOf('peacock');
  const drawn = timelineSvg(trace, { t: 5 }, 'light', PAINT);

  for (const word of ['keep', 'write', 'candidate', 'memory', 'show', 'hidden', 'whereas', 'hand-built']) assert.ok(drawn.includes(`>${word}`) || drawn.includes(`${word}<`), word);
  assert.equal(drawn.match(/<rect/g).length, 2 + 6 * 4 * trace.steps);
  assert.equal(drawn.split('<g>').length, drawn.split('</g>').length);
});

test('markup and what XML forbids stay text in a picture', () => {
  const drawn = timelineSvg({ ...traceOf('rnn'), tokens: ['<script>x</script>', 'a&b\u0000', '"'] }, { t: 0 }, 'dark', PAINT);

  assert.ok(!drawn.includes('<script'));
  assert.equal(escape('a&b\u0000<'), 'a&amp;b&lt;');
});

test('a number that is none is drawn as a dashed cell', () => {
  const trace = traceOf('peacock');
  trace.gates[1] = NaN;
  const row = { value: valuesOf(trace), name: 'input_gate', low: 0, high: 1, steps: trace.steps, units: 4 };

  assert.equal(cellsOf(row, 'light', 1).cells.filter(({ colour }) => colour === null).length, 1);
  assert.ok(timelineSvg(trace, { t: 0 }, 'light', PAINT).includes('stroke-dasharray'));
});

test('of a long text a part around the current word is there, and stays until the word nears its edge', () => {
  const first = geometry.wordsShown(0, 2000, { from: 0, to: 0 });
  const middle = geometry.wordsShown(1000, 2000, first);

  assert.deepEqual([first, middle, geometry.wordsShown(1999, 2000, middle)], [{ from: 0, to: 240 }, { from: 880, to: 1120 }, { from: 1760, to: 2000 }]);
  assert.equal(geometry.wordsShown(1050, 2000, middle), middle);
  assert.deepEqual(geometry.wordsShown(3, 7, { from: 0, to: 0 }), { from: 0, to: 7 });
});

test('the current word is always among those that are there, wherever the reader jumps', () => {
  let shown = { from: 0, to: 0 };

  for (const t of [0, 1, 239, 200, 700, 660, 661, 1999, 3, 120, 40]) {
    shown = geometry.wordsShown(t, 2000, shown);
    assert.ok(t >= shown.from && t < shown.to);
  }
});
