import assert from 'node:assert/strict';
import { test } from 'node:test';

import { describeMark, marks } from '../../lstmviz/viewer/modules/marks.js';
import { ENGLISH, caption, fill, plain, rowSentence } from '../../lstmviz/viewer/modules/sentence.js';
import { NAMES, traceOf } from './fixture.mjs';

const said = (name, t, unit) => plain(caption(traceOf(name), { t, unit }));

test('at panda the keep gate of peacock closes', () => {
  assert.equal(said('peacock', 5, 0), 'At panda the keep gate of unit peacock closes (0.000045): its memory falls from 0.9998 to 0.000045. Nothing is shown yet: show is 0.000045.');
});

test('at panda the unit panda is written', () => {
  assert.match(said('peacock', 5, 1), /rises from 0\.00 to 1\.00\. The write gate opens \(1\.00\) and 1\.00 is written\./);
});

test('a word that changes nothing is told as staying', () => {
  assert.match(said('peacock', 2, 0), /is open \(1\.00\): its memory stays at/);
});

test('closing is not told as the cause of rising', () => {
  assert.match(said('peacock', 5, 1), /is shut \(0\.000045\): its memory, now only what is written here, rises from/);
});

test('an endless word is cut in a sentence', () => {
  const trace = traceOf('peacock');
  const long = { ...trace, tokens: trace.tokens.map(() => 'x'.repeat(30000)) };

  assert.ok(plain(caption(long, { t: 2, unit: 0 })).length < 250);
  assert.ok(rowSentence(long, 'forget_gate', { t: 2, unit: 0 }).length < 250);
});

test('a held gate is told with what the cell computed', () => {
  assert.match(said('held', 5, 0), /At panda you hold the keep gate of unit peacock at 1\.00; the cell computed 0\.000045\./);
  assert.match(said('held', 5, 0), /You hold the write gate at 0\.00, so 0\.00 is written\./);
});

test('a cell without a keep gate is told as computed anew', () => {
  assert.match(said('rnn', 1, 0), /^At -1 unit 0 is computed anew: its hidden state (falls|rises) from/);
});

for (const name of NAMES) {
  test(`${name}: every sentence is whole: no blank, no undefined`, () => {
    const trace = traceOf(name);
    for (let t = 0; t < trace.steps; t++) {
      for (let unit = 0; unit < trace.units.length; unit++) assert.doesNotMatch(said(name, t, unit), /[{}]|undefined|NaN/);
      for (const row of trace.cell.order) assert.doesNotMatch(rowSentence(trace, row, { t, unit: 0 }), /[{}]|undefined|NaN/);
    }
  });
}

test('a gate that is not a number is said to be one', () => {
  const trace = traceOf('peacock');
  trace.gates[(5 * 4 + 1) * 4] = NaN;

  assert.match(plain(caption(trace, { t: 5, unit: 0 })), /the keep gate of unit peacock is not a number/);
});

test('what a reader typed is never read as a template', () => {
  assert.equal(plain(fill('At {word} {unit}.', { word: '{unit}', unit: '<b>' })), 'At {unit} <b>.');
});

test('another table gives another language', () => {
  const german = { ...ENGLISH, closes: 'Bei {word} schließt {gate} von {unit} ({value}): {change}.', falls: 'von {before} auf {after}' };

  assert.match(plain(caption(traceOf('peacock'), { t: 5, unit: 0 }, german)), /^Bei panda schließt keep von peacock \(0\.000045\): von 0\.9998 auf 0\.000045\./);
});

test('words that erase or write a unit are marked, and only where it happens', () => {
  const found = marks(traceOf('peacock'), 0);

  assert.deepEqual(found.map(({ erases }) => erases), [true, false, false, false, false, true, false]);
  assert.deepEqual(found.map(({ writes }) => writes), [true, false, false, false, false, false, false]);
});

test('a mark is told in words', () => {
  assert.equal(describeMark({ erases: true, writes: true, held: false }), 'its keep gate falls below one half; its write gate opens');
});

test('a held gate leaves its mark and takes away the one that it undoes', () => {
  const found = marks(traceOf('held'), 0);

  assert.deepEqual([found[5].erases, found[5].held, found[4].held], [false, true, false]);
});
