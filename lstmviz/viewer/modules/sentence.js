// One generator of sentences: captions, the live region of screen readers and labels of pictures come from here.
// Another language is another table.

import { number } from './format.js';
import { formalName, gateFor, hasOwnMemory, isCopy, isHeld, memoryBefore, preActivation, productOf, rowName, signal, squash, valuesOf } from './signals.js';

export const ENGLISH = {
  closes: 'At {word} the {gate} gate of unit {unit} closes ({value}): its {memory} {change}.',
  opens: 'At {word} the {gate} gate of unit {unit} opens ({value}): its {memory} {change}.',
  replaces: 'At {word} the {gate} gate of unit {unit} is shut ({value}): its {memory}, now only what is written here, {change}.',
  isShut: 'At {word} the {gate} gate of unit {unit} is shut ({value}): its {memory} {change}.',
  isOpen: 'At {word} the {gate} gate of unit {unit} is open ({value}): its {memory} {change}.',
  isHalfOpen: 'At {word} the {gate} gate of unit {unit} is half open ({value}): its {memory} {change}.',
  isBroken: 'At {word} the {gate} gate of unit {unit} is {value}: its {memory} {change}.',
  isHeld: 'At {word} you hold the {gate} gate of unit {unit} at {value}; the cell computed {computed}. Its {memory} {change}.',
  isReplaced: 'At {word} unit {unit} is computed anew: its {memory} {change}.',
  isCarried: 'At {word} the {memory} of unit {unit} {change}.',
  falls: 'falls from {before} to {after}',
  rises: 'rises from {before} to {after}',
  stays: 'stays at {after}',
  staysAbout: 'stays at about {after}',
  goes: 'goes from {before} to {after}',
  writes: 'The {gate} gate opens ({value}) and {amount} is written.',
  writesMore: 'The {gate} gate is open ({value}) and {amount} is written.',
  holdsWrite: 'You hold the {gate} gate at {value}, so {amount} is written.',
  shows: 'The {gate} gate is open ({value}): the rest of the network sees {hidden}.',
  showsPart: 'The {gate} gate is half open ({value}): the rest of the network sees {hidden}.',
  hides: 'Nothing is shown yet: {gate} is {value}.',
  row: '{row}, {units} units over {steps} steps. At {word}, unit {unit}: {value}.',
};

const SHUT = 0.25;
const OPEN = 0.75;
const HARDLY = 0.001; // a change that no picture shows
const LONGEST_WORD = 40;
const level = (value) => (value < SHUT ? 'shut' : value > OPEN ? 'open' : value >= SHUT ? 'half' : 'broken');

/** The caption of a step as pieces {text, is}: `is` names what a piece stands for, so that a word can be set apart. */
export function caption(trace, { t, unit }, table = ENGLISH) {
  const parts = [memoryPart(trace, t, unit, table), ...writePart(trace, t, unit, table), ...showPart(trace, t, unit, table)];
  return parts.flatMap((part, k) => (k ? [{ text: ' ' }, ...part] : part));
}

export const plain = (pieces) => pieces.map(({ text }) => text).join('');

/** The label of one row of the timeline. */
export function rowSentence(trace, name, { t, unit }, table = ENGLISH) {
  const { formal } = signal(trace, name);
  const value = number(valuesOf(trace)(name, t, unit));
  const row = `${rowName(trace, name)} (${formal})`;
  return plain(fill(table.row, { row, units: trace.units.length, steps: trace.steps, word: short(trace.tokens[t]), unit: trace.units[unit], value }));
}

function memoryPart(trace, t, unit, table) {
  const value = valuesOf(trace);
  const keep = gateFor(trace, 'keep');
  const [before, after] = [memoryBefore(trace, t, unit), value(trace.cell.memory, t, unit)];
  const common = { word: short(trace.tokens[t]), unit: trace.units[unit], memory: hasOwnMemory(trace) ? 'memory' : formalName(trace.cell.memory) };
  const told = { ...common, change: plain(fill(table[direction(before, after)], { before: number(before), after: number(after) })) };
  if (!keep) return fill(isCopy(trace, trace.cell.memory) ? table.isReplaced : table.isCarried, told);
  const gate = value(keep, t, unit);
  const named = { ...told, gate: signal(trace, keep).label, value: number(gate) };
  if (isHeld(trace, keep, t, unit)) return fill(table.isHeld, { ...named, computed: number(computed(trace, keep, t, unit)) });
  if (level(gate) === 'shut' && after - before > HARDLY) return fill(table.replaces, named);
  return fill(table[keepVerb(gate, t > 0 ? value(keep, t - 1, unit) : trace.first > 0 ? NaN : 1)], named);
}

function keepVerb(gate, before) {
  const [now, then] = [level(gate), level(before)];
  if (now === 'shut') return then === 'shut' || then === 'broken' ? 'isShut' : 'closes';
  if (now === 'open') return then === 'shut' ? 'opens' : 'isOpen';
  return now === 'half' ? 'isHalfOpen' : 'isBroken';
}

function direction(before, after) {
  if (number(before) === number(after)) return 'stays';
  if (Math.abs(after - before) < HARDLY * Math.abs(before)) return 'staysAbout';
  if (after < before) return 'falls';
  return after > before ? 'rises' : 'goes';
}

function writePart(trace, t, unit, table) {
  const write = gateFor(trace, 'write');
  if (!write) return [];
  const value = valuesOf(trace);
  const gate = value(write, t, unit);
  const written = productOf(trace, write);
  if (!written) return [];
  const told = { gate: signal(trace, write).label, value: number(gate), amount: number(value(written, t, unit)) };
  if (isHeld(trace, write, t, unit)) return [fill(table.holdsWrite, told)];
  if (!(gate > 0.5)) return [];
  const opened = t === 0 || !(value(write, t - 1, unit) > 0.5);
  return [fill(opened ? table.writes : table.writesMore, told)];
}

function showPart(trace, t, unit, table) {
  const show = gateFor(trace, 'show');
  if (!show) return [];
  const value = valuesOf(trace);
  const told = { gate: signal(trace, show).label, value: number(value(show, t, unit)), hidden: number(value('hidden_state', t, unit)) };
  const template = { shut: 'hides', open: 'shows', half: 'showsPart', broken: 'showsPart' }[level(value(show, t, unit))];
  return [fill(table[template], told)];
}

const computed = (trace, name, t, unit) => squash(signal(trace, name), preActivation(trace, name, t, unit));

/** A word as a sentence can bear it; the strip has all of it. */
const short = (word) => ([...word].length > LONGEST_WORD ? `${[...word].slice(0, LONGEST_WORD - 1).join('')}…` : word);

/** A template with its blanks filled, as pieces; what is filled in is never read as a template again. */
export function fill(template, values) {
  return template.split(/(\{\w+\})/).filter(Boolean).map((piece) => {
    const name = /^\{(\w+)\}$/.exec(piece)?.[1];
    return name ? { text: String(values[name]), is: name } : { text: piece };
  });
}
