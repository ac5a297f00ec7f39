// Which words do something to a unit: its keep gate falls below a half, its write gate opens.

import { gateFor, isHeld, valuesOf } from './signals.js';

const HALF = 0.5;

/** One mark per word: {erases, writes, held}. The words before a part of a long run are unknown: no mark at its start. */
export function marks(trace, unit) {
  const value = valuesOf(trace);
  const [keep, write] = [gateFor(trace, 'keep'), gateFor(trace, 'write')];
  const below = (t) => value(keep, t, unit) < HALF;
  const above = (t) => value(write, t, unit) > HALF;
  const was = (test, t) => (t > 0 ? test(t - 1) : trace.first > 0);
  return Array.from({ length: trace.steps }, (_, t) => ({
    erases: !!keep && below(t) && !was(below, t),
    writes: !!write && above(t) && !was(above, t),
    held: trace.cell.gates.some((gate) => isHeld(trace, gate.name, t, unit)),
  }));
}

export function describeMark({ erases, writes, held }) {
  const parts = [erases && 'its keep gate falls below one half', writes && 'its write gate opens', held && 'you hold a gate'];
  return parts.filter(Boolean).join('; ');
}
