// The keys, on request.

import { el, keepFocus } from './dom.js';
import { KEYS } from './keyboard.js';
import { rowName } from './signals.js';

export function help({ trace, actions }) {
  const lines = KEYS.map(({ shown, does }) => [el('dt', {}, el('kbd', {}, shown)), el('dd', {}, does)]).flat();
  const order = trace.cell.order.map((name, k) => `${k + 1} ${rowName(trace, name)}`).join(', ');
  const close = el('button', { type: 'button', class: 'press', onclick: () => actions.escape() }, 'Close');
  const element = el('section', { class: 'panel help', role: 'dialog', 'aria-label': 'Keys' },
    el('h2', {}, 'Keys'), el('dl', {}, ...lines), el('p', { class: 'note' }, `Numbers: ${order}.`), close);
  return {
    element,
    update(state, previous) {
      if (!state.help) keepFocus(element);
      element.hidden = !state.help;
      if (state.help && previous && !previous.help) close.focus();
    },
  };
}
