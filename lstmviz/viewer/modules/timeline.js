// All units over time, a row per signal, one playhead over all rows. Click or drag to move in time.

import { el, isolated, live } from './dom.js';
import { full, number } from './format.js';
import { cellWidth, keptInside, labelsThatFit, partAt, rowHeight, unitsPerLine } from './geometry.js';
import { paintRow } from './heatmap.js';
import { createKeeper } from './scrolling.js';
import { rowSentence } from './sentence.js';
import { hasOwnMemory, rowName, signal, unitName, valuesOf } from './signals.js';

const WIDEST_LABEL = 90; // pixels
const CLICK = 4; // pixels: a pointer that moved less has clicked

export function timeline(context) {
  const { trace, actions, onRest, signal: ending } = context;
  const value = valuesOf(trace);
  const rows = trace.cell.order.map((name) => row(context, name));
  const playhead = el('div', { class: 'playhead', 'aria-hidden': 'true' });
  const axis = el('div', { class: 'axis', 'aria-hidden': 'true' });
  const here = live('bdi', { class: 'here' });
  const tip = el('div', { class: 'tip', hidden: true });
  const plot = el('div', { class: 'plot' }, ...rows.map((one) => one.plot), axis, el('div', { class: 'here-track', 'aria-hidden': 'true' }, here.element), playhead);
  const scroller = el('div', { class: 'scroller' }, plot);
  const names = el('div', { class: 'row-names' }, ...rows.map((one) => one.name), toggle(actions));
  const element = el('section', { class: 'panel timeline', 'aria-label': 'Every unit at every word' }, names, scroller, tip);
  let width = 0;
  let labelWidths = [];
  const measure = () => ({ room: scroller.clientWidth, length: trace.steps * width, span: (t) => [(t - 2) * width, (t + 3) * width] });
  const keep = createKeeper(scroller, 'scrollLeft', measure, ending);

  function layout() {
    const room = scroller.clientWidth;
    if (!room) return;
    width = cellWidth(room, trace.steps);
    plot.style.width = `${width * trace.steps}px`;
    playhead.style.width = `${width}px`;
    for (const one of rows) one.paint(width * trace.steps);
    labelWidths = measured(trace.tokens, axis);
    axis.replaceChildren(...labelsThatFit(labelWidths, width).map(({ t, x }) => label(trace.tokens[t], x)));
    place(context.store.get());
  }

  function place({ t, unit }) {
    playhead.style.transform = `translateX(${t * width}px)`;
    here.write(trace.tokens[t]);
    const x = keptInside((t + 0.5) * width, 1.12 * labelWidths[t] + 12, width * trace.steps);
    here.element.parentElement.style.transform = `translateX(${x}px)`;
    for (const one of rows) one.choose(unit);
    keep.inView(t);
  }

  const at = (event) => {
    const box = plot.getBoundingClientRect();
    const found = rows.find((one) => event.clientY < one.plot.getBoundingClientRect().bottom) ?? rows.at(-1);
    const inside = found.plot.getBoundingClientRect();
    return {
      t: partAt(event.clientX - box.left, box.width, trace.steps),
      unit: partAt(event.clientY - inside.top, inside.height, trace.units.length),
      gate: found.gate,
    };
  };

  listenToPointer(scroller, { at, actions, signal: ending, hover: (event) => showTip(tip, element, event, describe(trace, value, at(event))) });
  scroller.addEventListener('pointerleave', () => (tip.hidden = true), { signal: ending });
  const watch = new ResizeObserver(() => requestAnimationFrame(layout));
  watch.observe(scroller);
  ending.addEventListener('abort', () => watch.disconnect());
  onRest((state) => rows.forEach((one) => one.label(state)));

  return {
    element,
    update(state, previous) {
      if (!previous) rows.forEach((one) => one.label(state));
      if (width && (!previous || state.t !== previous.t || state.unit !== previous.unit)) place(state);
      for (const one of rows) one.name.classList.toggle('chosen', one.gate === state.gate);
    },
    recolour: layout,
  };
}

function row({ trace, actions, look }, name) {
  const { low, high, formal, role, isGate } = signal(trace, name);
  const units = trace.units.length;
  const height = rowHeight(units, matchMedia('(pointer: coarse)').matches);
  const canvas = el('canvas', { role: 'img' });
  const mark = el('i', { class: 'unit-mark', 'aria-hidden': 'true' });
  const plot = el('div', { class: 'row' }, canvas, mark);
  plot.style.height = canvas.style.height = `${height}px`;
  const range = isGate || (high === 1 && !(name === trace.cell.memory && hasOwnMemory(trace))) ? '' : `, ±${number(high)}`;
  const pooled = unitsPerLine(units, height);
  const note = `${range}${pooled > 1 ? `, means of ${pooled}` : ''}`;
  const pointer = el('i', { class: 'unit-pointer' });
  const title = el('button', { type: 'button', class: 'row-name', tabindex: -1, 'data-signal': name, 'data-role': role, onclick: () => actions.choose(name) },
    pointer, el('b', {}, rowName(trace, name)), el('span', { class: 'soft' }, `${formal === rowName(trace, name) ? signal(trace, name).symbol : formal}${note}`));
  title.style.height = `${height}px`;
  return {
    gate: name,
    plot,
    name: title,
    label: (state) => canvas.setAttribute('aria-label', rowSentence(trace, name, state)),
    choose(unit) {
      for (const [one, shortest] of [[mark, 2], [pointer, 6]]) {
        const tall = Math.max(shortest, height / units);
        one.style.height = `${tall}px`;
        one.style.transform = `translateY(${Math.min(height - tall, (unit * height) / units)}px)`;
      }
    },
    paint(width) {
      canvas.style.width = `${width}px`;
      // A canvas of more than 16,384 pixels is not drawn by every browser.
      const ratio = Math.min(globalThis.devicePixelRatio || 1, 16384 / width);
      paintRow(canvas, { value: valuesOf(trace), name, low, high, steps: trace.steps, units }, { width, height, look: look(), ratio });
    },
  };
}

function toggle(actions) {
  return el('button', { type: 'button', class: 'small', onclick: () => actions.toggleTable() }, 'Table');
}

function measured(tokens, axis) {
  const pen = new OffscreenCanvas(1, 1).getContext('2d');
  const { fontSize, fontFamily } = getComputedStyle(axis);
  pen.font = `${fontSize} ${fontFamily}`;
  return tokens.map((token) => Math.min(WIDEST_LABEL, pen.measureText(token).width));
}

function label(token, x) {
  const element = isolated(token, { class: 'axis-word' });
  element.style.transform = `translateX(${x}px) translateX(-50%)`;
  element.style.maxWidth = `${WIDEST_LABEL + 2}px`;
  return element;
}

function describe(trace, value, { t, unit, gate }) {
  const one = signal(trace, gate);
  return [isolated(trace.tokens[t]), ' · ', isolated(unitName(trace, unit)), ` · ${rowName(trace, gate)} (${one.formal}) `, el('b', {}, full(value(gate, t, unit), trace.single))];
}

function showTip(tip, panel, event, content) {
  const box = panel.getBoundingClientRect();
  tip.replaceChildren(...content);
  tip.hidden = false;
  const left = Math.min(event.clientX - box.left + 14, box.width - tip.offsetWidth - 6);
  tip.style.transform = `translate(${Math.max(4, left)}px, ${event.clientY - box.top - tip.offsetHeight - 10}px)`;
}

/** Dragging moves in time; a click also chooses the unit and the signal under it. */
function listenToPointer(scroller, { at, actions, signal, hover }) {
  let pressed = null;
  scroller.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    // What was pressed counts: the new step's sentence may be longer and move the rows before the release.
    pressed = { x: event.clientX, y: event.clientY, moved: false, place: at(event) };
    scroller.setPointerCapture(event.pointerId);
    actions.moveTo(pressed.place.t);
  }, { signal });
  scroller.addEventListener('pointermove', (event) => {
    hover(event);
    if (!pressed) return;
    pressed.moved ||= Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > CLICK;
    if (pressed.moved) actions.moveTo(at(event).t);
  }, { signal });
  scroller.addEventListener('pointerup', (event) => {
    if (pressed && !pressed.moved) actions.look(pressed.place);
    pressed = null;
  }, { signal });
  scroller.addEventListener('pointercancel', () => (pressed = null), { signal });
}
