// Any quantity of any unit at any step by its name: gates and states are read, the rest follows from them.

const OPERATIONS = {
  product: (values) => values.reduce((a, b) => a * b),
  sum: (values) => values.reduce((a, b) => a + b),
  tanh: ([value]) => Math.tanh(value),
  complement: ([value]) => 1 - value,
  copy: ([value]) => value,
};

/** A function (name, step, unit) -> value; `source` is the trace itself or its ghost. */
export function valuesOf(trace, source = trace) {
  const { gates, states, quantities } = trace.cell;
  const units = trace.units.length;
  const gateRow = new Map(gates.map((gate, row) => [gate.name, row]));
  const stateRow = new Map(states.map((name, row) => [name, row]));
  const quantity = new Map(quantities.map((one) => [one.name, one]));
  const state = (name, row, unit) => source.states[(row * states.length + stateRow.get(name)) * units + unit];
  return function value(name, step, unit) {
    if (gateRow.has(name)) return source.gates[(step * gates.length + gateRow.get(name)) * units + unit];
    if (stateRow.has(name)) return state(name, step + 1, unit);
    const { how, of } = quantity.get(name);
    if (how === 'previous') return state(of[0], step, unit);
    return OPERATIONS[how](of.map((part) => value(part, step, unit)));
  };
}

/** What to call a signal, and between which values it is drawn. */
export function signal(trace, name) {
  const gate = trace.cell.gates.find((one) => one.name === name);
  if (gate) return { ...gate, formal: formalName(name), role: gate.label, isGate: true };
  const quantity = trace.cell.quantities.find((one) => one.name === name);
  const limit = name === trace.cell.memory ? memoryLimit(trace) : 1;
  return { ...quantity, formal: formalName(name), role: name, low: -limit, high: limit, isGate: false };
}

// A memory of its own has no bound: its scale is the largest there is. A hidden state is drawn from -1 to 1 unless it is larger.
function memoryLimit(trace) {
  return hasOwnMemory(trace) ? trace.memoryRange : Math.max(1, trace.memoryRange);
}

/** Whether the memory is a state of its own, as in an LSTM, and not the hidden state. */
export const hasOwnMemory = (trace) => trace.cell.memory !== 'hidden_state';

/** The short name over a row: what 1 means for a gate, the role for a state. */
export function rowName(trace, name) {
  if (name === trace.cell.memory) return 'memory';
  return name === 'hidden_state' ? 'hidden' : signal(trace, name).label;
}

export const formalName = (name) => name.replaceAll('_', ' ');

/** The name of the gate with a role (keep, write, show), or undefined where the cell has none. */
export function gateFor(trace, role) {
  return trace.cell.gates.find((gate) => gate.label === role)?.name;
}

/** The factor on the hidden state's share of a pre-activation: 1 but behind a reset gate. */
export function hears(trace, name, step, unit) {
  const through = trace.cell.hears_through[name];
  return through ? valuesOf(trace)(through, step, unit) : 1;
}

/** What a unit remembers before a step. */
export function memoryBefore(trace, step, unit) {
  const { states, memory } = trace.cell;
  return trace.states[(step * states.length + states.indexOf(memory)) * trace.units.length + unit];
}

/** The name of what a gate lets through: the first product that it is a factor of, or undefined where none is declared. */
export function productOf(trace, gate) {
  return trace.cell.quantities.find(({ how, of }) => how === 'product' && of.includes(gate))?.name;
}

/** Whether a state is its candidate and nothing else: nothing is carried over, unit by unit. */
export function isCopy(trace, state) {
  return trace.cell.quantities.some(({ name, how }) => name === state && how === 'copy');
}

export function isHeld(trace, name, step, unit) {
  const row = trace.cell.gates.findIndex((gate) => gate.name === name);
  return row >= 0 && !!trace.forced?.[(step * trace.cell.gates.length + row) * trace.units.length + unit];
}

export function preActivation(trace, name, step, unit) {
  const row = trace.cell.gates.findIndex((gate) => gate.name === name);
  return trace.preActivation[(step * trace.cell.gates.length + row) * trace.units.length + unit];
}

/** What the cell computes from a pre-activation, before anybody holds the gate. */
export function squash(gate, value) {
  return gate.low < 0 ? Math.tanh(value) : 1 / (1 + Math.exp(-value));
}

export const squashName = (gate) => (gate.low < 0 ? 'tanh' : 'σ');

/** "unit 3" where units have no names of their own. */
export function unitName(trace, unit) {
  return trace.units[unit] === String(unit) ? `unit ${unit}` : trace.units[unit];
}
