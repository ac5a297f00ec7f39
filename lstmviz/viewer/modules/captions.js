// The sentence under the picture. It is drawn at every step, and read aloud at rest only.

import { el } from './dom.js';
import { caption, plain } from './sentence.js';

export function captions({ trace, clock, onRest }) {
  const text = el('p', { class: 'say' });
  const spoken = el('p', { class: 'unseen', 'aria-live': 'polite', role: 'status' });
  onRest((state) => (spoken.textContent = plain(caption(trace, state))));
  return {
    element: el('section', { class: 'panel caption', 'aria-label': 'What happens at this word' }, text, spoken),
    update: (state) => text.replaceChildren(...caption(trace, state).map(piece)),
  };
}

const SET_APART = { word: 'b', unit: 'i' };

function piece({ text, is }) {
  if (!is) return document.createTextNode(text);
  const words = el('bdi', {}, text);
  return SET_APART[is] ? el(SET_APART[is], {}, words) : words;
}
