// The current step as a table: every unit, every signal. Always there for a screen reader, shown on request.

import { el, isolated } from './dom.js';
import { number } from './format.js';
import { rowName, signal, valuesOf } from './signals.js';

export function table({ trace, onRest }) {
  const value = valuesOf(trace);
  const names = trace.cell.order;
  const caption = el('caption', {});
  const head = el('tr', {}, el('th', { scope: 'col' }, 'unit'), ...names.map((name) => el('th', { scope: 'col' }, columnName(trace, name))));
  const rows = trace.units.map((unit) => ({ name: unit, cells: names.map(() => el('td')) }));
  const body = rows.map(({ name, cells }) => el('tr', {}, el('th', { scope: 'row' }, isolated(name)), ...cells));
  const element = el('section', { class: 'panel step-table', 'aria-label': 'This step as a table', tabindex: -1 },
    el('table', {}, caption, el('thead', {}, head), el('tbody', {}, ...body)));

  function write({ t }) {
    caption.replaceChildren(`Step ${trace.first + t + 1} of ${trace.total}: `, isolated(trace.tokens[t]));
    rows.forEach(({ cells }, unit) => cells.forEach((cell, k) => (cell.textContent = number(value(names[k], t, unit)))));
  }

  onRest(write);
  return {
    element,
    update(state, previous) {
      element.classList.toggle('unseen', !state.table);
      // Hundreds of cells at sixty steps a second would be too much: a long table follows at rest.
      const shown = state.table && (rows.length <= 32 || !previous?.table);
      if (!previous || (shown && (state.t !== previous.t || !previous.table))) write(state);
    },
  };
}

function columnName(trace, name) {
  const { formal } = signal(trace, name);
  const short = rowName(trace, name);
  return short === formal ? short : `${short} (${formal})`;
}
