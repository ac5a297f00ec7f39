// The arithmetic of the chosen number: every summand or factor, and where it leads.

import { explain } from './arithmetic.js';
import { el, isolated, live } from './dom.js';
import { full, number, signed } from './format.js';
import { barSpan } from './geometry.js';
import { rowName } from './signals.js';

const MOST_LINES = 9;

export function card({ trace, actions }) {
  const body = el('div', { class: 'body' });
  const back = el('button', { type: 'button', class: 'back', onclick: () => actions.goBack() }, '← back');
  const title = live('h2');
  const element = el('section', { class: 'panel card', 'aria-label': 'Where the chosen number comes from' }, el('div', { class: 'head' }, title.element, back), body);

  // Room for the longest sum there is, so that nothing below moves while stepping.
  body.style.setProperty('--lines', Math.min(MOST_LINES, trace.units.length + 2));

  function draw(state) {
    const told = explain(trace, state);
    title.write(question(trace, told));
    back.hidden = !state.trail.length;
    element.dataset.signal = state.gate;
    body.replaceChildren(el('div', { class: 'headline' }, told.headline), ...lines(trace, told, actions));
  }

  return {
    element,
    update(state, previous) {
      const same = previous && ['t', 'unit', 'gate', 'trail'].every((name) => state[name] === previous[name]);
      if (!same) draw(state);
    },
  };
}

const question = (trace, told) => `Why is ${told.label || rowName(trace, told.name)} ${number(told.value)}?`;

function lines(trace, told, actions) {
  const widest = Math.max(...told.rows.map(({ value }) => Math.abs(value)).filter(Number.isFinite), 1e-300);
  return [
    told.held && el('p', { class: 'held-note' }, `Held at ${number(told.value)} by you; the cell itself computed ${number(told.held.computed)}.`),
    ...told.rows.map((row) => line(row, widest, trace, actions)),
    told.rest && el('p', { class: 'note' }, `and ${told.rest.count} more terms, together ${signed(told.rest.value)}`),
    told.missing && el('p', { class: 'note' }, 'This network has too many weights to send them here. Its terms, in Python: lstmviz.arithmetic(run.trace, step, gate, unit).'),
    told.rows.some((row) => row.target) && el('p', { class: 'note' }, 'Press a line to follow it.'),
  ].filter(Boolean);
}

function line(row, widest, trace, actions) {
  const summand = row.kind !== 'part';
  const [low, high] = summand ? [-widest, widest] : [row.low, row.high];
  const name = el('span', { class: 'term-name' }, row.kind === 'word' ? 'word: ' : '', isolated(row.label));
  const parts = [name, bar(row.value, low, high), el('span', { class: 'term-value' }, (summand ? signed : number)(row.value))];
  const attributes = { class: 'term', title: detail(row, trace) };
  return row.target
    ? el('button', { type: 'button', ...attributes, onclick: () => actions.follow(row.target) }, ...parts)
    : el('div', attributes, ...parts);
}

function bar(value, low, high) {
  const { from, to } = barSpan(value, low, high);
  const fill = el('i', { class: value < 0 ? 'fill negative' : 'fill' });
  fill.style.left = `${100 * from}%`;
  fill.style.width = `${100 * (to - from)}%`;
  const broken = Number.isFinite(value) ? '' : ' broken';
  return el('span', { class: (low < 0 ? 'bar signed' : 'bar') + broken, 'aria-hidden': 'true' }, fill);
}

function detail(row, trace) {
  const exact = full(row.value, trace.single);
  if (row.weight !== undefined) return `${exact} = weight ${full(row.weight, trace.single)} × ${full(row.factor, trace.single)}`;
  return row.parts > 1 ? `${exact}, the sum over the ${row.parts} numbers that stand for the word` : exact;
}
