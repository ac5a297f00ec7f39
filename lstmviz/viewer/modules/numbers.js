// The numbers of the chosen unit at this step. Each is a button that opens its arithmetic.

import { curve } from './curve.js';
import { el, fillBar, live } from './dom.js';
import { full, number } from './format.js';
import { barSpan } from './geometry.js';
import { isHeld, preActivation, signal, squashName, unitName, valuesOf } from './signals.js';

const BETWEEN = { product: '→', sum: '=', tanh: '→' };

export function numbers(context) {
  const { trace } = context;
  const heading = live('bdi');
  const word = live('bdi');
  const gates = trace.cell.order.filter((name) => trace.cell.gates.some((gate) => gate.name === name));
  const path = trace.cell.quantities.filter((quantity) => quantity.how !== 'complement').map((quantity) => quantity.name);
  const tiles = [...gates.map((name) => gateTile(context, name)), ...path.map((name) => quantityTile(context, name))];
  const element = el('section', { class: trace.ghost ? 'panel numbers has-ghost' : 'panel numbers', 'aria-label': 'The numbers of this step' },
    el('h2', {}, el('span', { class: 'soft' }, 'unit '), heading.element, el('span', { class: 'soft' }, ' reads '), word.element),
    el('div', { class: 'gates' }, ...tiles.slice(0, gates.length).map((tile) => tile.element)),
    el('div', { class: 'path' }, ...tiles.slice(gates.length).map((tile) => tile.element)));
  return {
    element,
    update(state) {
      heading.write(unitName(trace, state.unit).replace(/^unit /, ''));
      word.write(trace.tokens[state.t]);
      for (const tile of tiles) tile.update(state);
    },
  };
}

function gateTile(context, name) {
  const { trace } = context;
  const gate = signal(trace, name);
  const value = valuesOf(trace);
  const tile = valueTile(context, name, { class: 'gate', title: gate.one_means && `1 means: ${gate.one_means}` });
  const inside = live('span', { class: 'inside' });
  const squashing = curve(gate);
  tile.element.prepend(el('span', { class: 'name' }, el('b', {}, gate.label), el('span', { class: 'soft' }, ` ${gateFormal(gate)}`)));
  tile.element.append(tile.meter.element, inside.element, squashing.element);
  return {
    element: tile.element,
    update(state) {
      tile.update(state);
      const z = preActivation(trace, name, state.t, state.unit);
      inside.write(`${squashName(gate)}(${number(z)})`);
      squashing.update(z, value(name, state.t, state.unit));
      tile.element.classList.toggle('is-held', isHeld(trace, name, state.t, state.unit));
    },
  };
}

const gateFormal = (gate) => (gate.formal === gate.label ? gate.symbol : `${gate.formal} ${gate.symbol}`);

function quantityTile(context, name) {
  const { trace } = context;
  const quantity = signal(trace, name);
  const tile = valueTile(context, name, { class: 'quantity' });
  const isAddend = trace.cell.quantities.some((other) => other.how === 'sum' && other.of.indexOf(name) > 0);
  const between = isAddend ? '+' : BETWEEN[quantity.how] ?? '';
  tile.element.prepend(el('span', { class: 'name' }, el('b', {}, quantity.label), el('span', { class: 'soft symbol' }, ` ${quantity.symbol}`)));
  tile.element.append(tile.meter.element);
  return { element: el('div', { class: 'link' }, el('span', { class: 'between', 'aria-hidden': 'true' }, between), tile.element), update: tile.update };
}

/** A button with the value of a signal, a meter, and what the value was without the reader's interventions. */
function valueTile({ trace, actions }, name, attributes) {
  const value = valuesOf(trace);
  const ghost = trace.ghost && valuesOf(trace, trace.ghost);
  const { low, high, role } = signal(trace, name);
  const shown = live('span', { class: 'value' });
  const was = live('span', { class: 'was' });
  const gauge = meter(low, high);
  let [exact, pressed] = [NaN, null];
  const element = el('button', { type: 'button', ...attributes, 'data-signal': name, 'data-role': role, onclick: () => actions.choose(name) }, shown.element, was.element);
  element.classList.add('tile');
  // Every digit, made when somebody points at it.
  element.addEventListener('pointerover', () => (shown.element.title = full(exact, trace.single)));
  return {
    element,
    meter: gauge,
    update({ t, unit, gate }) {
      const now = value(name, t, unit);
      const before = ghost ? ghost(name, t, unit) : now;
      const text = number(now);
      shown.write(text);
      shown.element.classList.toggle('tight', text.length > 8);
      exact = now;
      was.write(remark(isHeld(trace, name, t, unit), isChanged(now, before) && number(before)));
      gauge.update(now, before);
      if (pressed !== (gate === name)) element.setAttribute('aria-pressed', String((pressed = gate === name)));
    },
  };
}

const isChanged = (now, before) => !Object.is(now, before) && !(Math.abs(now - before) < 1e-12);

const remark = (held, was) => [held && '● held', was && `was ${was}`].filter(Boolean).join(', ');

/** A bar for a value; for a signed one it starts in the middle. The thin line is the untouched run. */
export function meter(low, high) {
  const ghost = el('i', { class: 'ghost-line' });
  const element = el('span', { class: low < 0 ? 'meter signed' : 'meter', 'aria-hidden': 'true' }, ghost);
  return {
    element,
    update(value, before) {
      fillBar(element, barSpan(value, low, high), value < 0);
      element.classList.toggle('broken', !Number.isFinite(value));
      ghost.hidden = !isChanged(value, before);
      if (ghost.hidden) return;
      const span = barSpan(before, low, high);
      ghost.style.left = `${100 * (before < 0 ? span.from : span.to)}%`;
    },
  };
}
