// Where a number came from: the sum behind a gate, the factors of a product, the parts of a memory.

import { number } from './format.js';
import { camel } from './payload.js';
import { formalName, hears, isHeld, preActivation, signal, squash, squashName, unitName, valuesOf } from './signals.js';

const SHOWN_TERMS = 8;

/** Explain one signal of one unit at one step: a headline, rows with where each leads, and what is left out. */
export function explain(trace, { t, unit, gate: name }) {
  const asked = signal(trace, name);
  const value = valuesOf(trace)(name, t, unit);
  const answer = asked.isGate ? explainGate(trace, asked, t, unit) : explainQuantity(trace, asked, t, unit);
  return { name, label: asked.label, value, held: null, rest: null, missing: false, ...answer };
}

function explainGate(trace, gate, t, unit) {
  const z = preActivation(trace, gate.name, t, unit);
  const computed = squash(gate, z);
  const held = isHeld(trace, gate.name, t, unit) ? { computed } : null;
  const headline = `${squashName(gate)}(${number(z)}) = ${number(held ? computed : valuesOf(trace)(gate.name, t, unit))}`;
  if (!trace.weights) return { headline, held, rows: [], missing: true };
  return { headline, held, ...largest(terms(trace, gate.name, t, unit)) };
}

/** All summands of a pre-activation: bias, what is read, what every unit showed one step before. */
export function terms(trace, name, t, unit) {
  const { weights, inputs } = trace;
  const units = trace.units.length;
  const inputSize = inputs.length / trace.steps;
  const row = trace.cell.gates.findIndex((gate) => gate.name === name);
  const place = row * units + unit;
  const heard = hears(trace, name, t, unit);
  const hidden = (source) => trace.states[(t * trace.cell.states.length + trace.cell.states.indexOf('hidden_state')) * units + source];
  const found = [{ kind: 'bias', label: 'bias', value: weights.bias[place] }];
  found.push(...inputTerms(trace, t, (feature) => weights.weightInput[place * inputSize + feature], inputSize));
  for (let source = 0; source < units; source++) {
    const [weight, factor] = [weights.weightHidden[place * units + source], heard * hidden(source)];
    found.push({ kind: 'hidden', label: `h of ${unitName(trace, source)}`, value: weight * factor, weight, factor, target: shownBefore(t, source) });
  }
  return [...found, ...furtherTerms(trace, name, t, unit)];
}

// What the cell declares beside these, such as the bias inside the reset of a GRU.
function furtherTerms(trace, name, t, unit) {
  const value = valuesOf(trace);
  return trace.cell.summands.filter(({ gate }) => gate === name).map(({ label, weight: array, factor: signalName }) => {
    const [weight, factor] = [trace.weights[camel(array)][unit], value(signalName, t, unit)];
    return { kind: array.startsWith('bias') ? 'bias' : 'own', label, value: weight * factor, weight, factor, target: { t, unit, gate: signalName } };
  });
}

// A word is one term, however many numbers stand for it; numbers without words are one term each.
function inputTerms(trace, t, weight, inputSize) {
  const input = (feature) => trace.inputs[t * inputSize + feature];
  const read = Array.from({ length: inputSize }, (_, feature) => feature).filter((feature) => input(feature) !== 0);
  if (trace.hasTokens) {
    const value = read.reduce((sum, feature) => sum + weight(feature) * input(feature), 0);
    return [{ kind: 'word', label: trace.tokens[t], value, parts: read.length }];
  }
  return read.map((feature) => ({
    kind: 'input', label: `input ${feature}`, value: weight(feature) * input(feature), weight: weight(feature), factor: input(feature),
  }));
}

const shownBefore = (t, unit) => (t > 0 ? { t: t - 1, unit, gate: 'hidden_state' } : null);

/** The largest summands; the small ones together. */
export function largest(found, shown = SHOWN_TERMS) {
  const size = ({ value }) => (Number.isNaN(value) ? Infinity : Math.abs(value));
  const sorted = [...found].sort((a, b) => size(b) - size(a));
  // One left over is as long as a row of its own.
  const cut = sorted.length <= shown + 1 ? sorted.length : shown;
  const others = sorted.slice(cut);
  const rest = others.length ? { count: others.length, value: others.reduce((sum, { value }) => sum + value, 0) } : null;
  return { rows: sorted.slice(0, cut), rest };
}

const HEADLINES = {
  product: (parts) => parts.map(number).join(' × '),
  sum: (parts) => parts.map((part, k) => (k && part >= 0 ? `+ ${number(part)}` : number(part).replace('−', k ? '− ' : '−'))).join(' '),
  tanh: ([part]) => `tanh(${number(part)})`,
  complement: ([part]) => `1 − ${number(part)}`,
  copy: ([part]) => number(part),
};

function explainQuantity(trace, quantity, t, unit) {
  const value = valuesOf(trace);
  const result = number(value(quantity.name, t, unit));
  if (quantity.how === 'previous' || quantity.how === 'given') return leftBefore(trace, quantity, t, unit, result);
  const parts = quantity.of.map((name) => value(name, t, unit));
  const rows = quantity.of.map((name, k) => ({
    kind: 'part', label: partName(trace, name), value: parts[k], low: signal(trace, name).low, high: signal(trace, name).high, target: { t, unit, gate: name },
  }));
  return { headline: `${HEADLINES[quantity.how](parts)} = ${result}`, rows };
}

function leftBefore(trace, quantity, t, unit, result) {
  const state = quantity.of[0];
  if (!state) return { headline: result, rows: [] };
  const target = t > 0 ? { t: t - 1, unit, gate: state } : null;
  const left = t > 0 ? `left by ${trace.tokens[t - 1]}` : trace.first > 0 ? 'left by an earlier step' : 'the initial state';
  const limits = signal(trace, state);
  return { headline: result, rows: [{ kind: 'part', label: left, value: valuesOf(trace)(quantity.name, t, unit), low: limits.low, high: limits.high, target }] };
}

function partName(trace, name) {
  const part = signal(trace, name);
  return part.isGate ? `${part.label} (${part.symbol})` : part.label || formalName(name);
}
