// The arithmetic of the chosen number: every summand or factor, and where it leads.

import { explain } from './arithmetic.js';
import { el, fillBar, keepFocus, live } from './dom.js';
import { full, number, signed } from './format.js';
import { barSpan } from './geometry.js';
import { rowName, signal } from './signals.js';

const MOST_LINES = 9;
const TOO_MANY = 'This network has too many weights to send them here. Its terms, in Python: lstmviz.arithmetic(run.trace, step, gate, unit).';

export function card({ trace, actions }) {
  const [title, headline, held, note] = [live('h2'), live('div', { class: 'headline' }), live('p', { class: 'held-note' }), live('p', { class: 'note' })];
  const back = el('button', { type: 'button', class: 'back', onclick: () => actions.goBack() }, '← back');
  const lines = Array.from({ length: MOST_LINES }, () => line(trace, actions));
  const body = el('div', { class: 'body' }, headline.element, held.element, ...lines.map((one) => one.element), note.element);
  const element = el('section', { class: 'panel card', 'aria-label': 'Where the chosen number comes from' }, el('div', { class: 'head' }, title.element, back), body);
  // Room for the longest sum there is, so that nothing below moves while stepping.
  body.style.setProperty('--lines', Math.min(MOST_LINES, trace.units.length + 2));

  function draw(state) {
    const told = explain(trace, state);
    const widest = Math.max(...told.rows.map(({ value }) => Math.abs(value)).filter(Number.isFinite), 1e-300);
    title.write(`Why is ${told.label || rowName(trace, told.name)} ${number(told.value)}?`);
    headline.write(told.headline);
    held.write(told.held ? `Held at ${number(told.value)} by you; the cell itself computed ${number(told.held.computed)}.` : '');
    note.write(remarks(told).join(' '));
    lines.forEach((one, k) => one.write(told.rows[k], widest));
    if (!state.trail.length) keepFocus(back);
    back.hidden = !state.trail.length;
    element.dataset.role = signal(trace, state.gate).role;
  }

  return {
    element,
    update(state, previous) {
      const same = previous && ['t', 'unit', 'gate', 'trail'].every((name) => state[name] === previous[name]);
      if (!same) draw(state);
    },
  };
}

function remarks(told) {
  return [
    told.rest && `And ${told.rest.count} more terms, together ${signed(told.rest.value)}.`,
    told.missing && TOO_MANY,
    told.rows.some((row) => row.target) && 'Press a line to follow it.',
  ].filter(Boolean);
}

/** One line, written anew at every step: making elements sixty times a second would cost more than the arithmetic. */
function line(trace, actions) {
  const [kind, name, value] = [live('span'), live('bdi'), live('span', { class: 'term-value' })];
  const bar = el('span', { class: 'bar', 'aria-hidden': 'true' });
  let target = null;
  const element = el('button', { type: 'button', class: 'term', onclick: () => target && actions.follow(target) },
    el('span', { class: 'term-name' }, kind.element, name.element), bar, value.element);

  function write(row, widest) {
    if (!row) keepFocus(element);
    element.hidden = !row;
    target = row?.target ?? null;
    // Not `disabled`: a line that has the focus must not lose it while stepping.
    element.setAttribute('aria-disabled', String(!target));
    element.tabIndex = target ? 0 : -1;
    if (!row) return;
    const summand = row.kind !== 'part';
    const [low, high] = summand ? [-widest, widest] : [row.low, row.high];
    kind.write(row.kind !== 'word' ? '' : isNumber(row.label) ? 'input: ' : 'word: ');
    name.write(row.label);
    value.write((summand ? signed : number)(row.value));
    fillBar(bar, barSpan(row.value, low, high), row.value < 0);
    bar.classList.toggle('signed', low < 0);
    bar.classList.toggle('broken', !Number.isFinite(row.value));
    element.title = detail(row, trace);
  }

  return { element, write };
}

const isNumber = (token) => token.trim() !== '' && Number.isFinite(Number(token));

function detail(row, trace) {
  const exact = full(row.value, trace.single);
  if (row.weight !== undefined) return `${exact} = weight ${full(row.weight, trace.single)} × ${full(row.factor, trace.single)}`;
  return row.parts > 1 ? `${exact}, the sum over the ${row.parts} numbers that stand for the word` : exact;
}
