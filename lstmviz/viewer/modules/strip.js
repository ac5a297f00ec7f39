// The sentence: every word a place in time. Click or drag to move; marks say what a word does to the chosen unit.

import { el, isolated } from './dom.js';
import { describeMark, marks } from './marks.js';
import { createKeeper } from './scrolling.js';

const LONG = 150; // words
const WIDE = 20; // letters

export function strip({ trace, actions, signal, shows }) {
  const words = trace.tokens.map((token, t) => word(token, t, actions));
  const element = el('div', { class: trace.steps > LONG ? 'strip long' : 'strip', role: 'group', 'aria-label': 'The words, in time' }, ...words.map((one) => one.element));
  // Marks are part of the answer: a strip alone asks a question first.
  const marked = shows('numbers') || shows('timeline');
  listenToDrag(element, actions, signal);
  const keepInView = createKeeper(element, 'scrollTop', measure, signal);

  function paint(from, to, now) {
    for (let t = from; t <= to; t++) words[t].element.dataset.when = t < now ? 'past' : t > now ? 'future' : 'now';
  }

  function measure() {
    const tops = words.map((one) => one.element.offsetTop - element.offsetTop);
    const height = words[0].element.offsetHeight;
    return { room: element.clientHeight, length: element.scrollHeight, span: (t) => [tops[t] - 4, tops[t] + height + 4] };
  }

  return {
    element,
    update(state, previous) {
      if (!previous || state.t !== previous.t) {
        const from = previous ? Math.min(previous.t, state.t) : 0;
        const to = previous ? Math.max(previous.t, state.t) : words.length - 1;
        paint(from, to, state.t);
        if (previous) words[previous.t].element.removeAttribute('aria-current');
        words[state.t].element.setAttribute('aria-current', 'step');
        if (previous) keepInView(state.t);
        else requestAnimationFrame(() => keepInView(state.t));
      }
      if (marked && (!previous || state.unit !== previous.unit)) {
        marks(trace, state.unit).forEach((mark, t) => words[t].mark(mark, trace.units[state.unit]));
      }
    },
  };
}

function word(token, t, actions) {
  const sign = el('span', { class: 'sign', 'aria-hidden': 'true' });
  const element = el('button', { type: 'button', class: token.length > WIDE ? 'word wide' : 'word', tabindex: -1, 'data-t': t, onclick: () => actions.moveTo(t) }, isolated(token), sign);
  return {
    element,
    mark(mark, unit) {
      const text = (mark.erases ? '×' : '') + (mark.writes ? '+' : '') + (mark.held ? '●' : '');
      if (sign.textContent === text) return;
      sign.textContent = text;
      element.classList.toggle('erases', mark.erases);
      element.classList.toggle('writes', mark.writes);
      element.classList.toggle('held', mark.held);
      if (text) element.title = `${token}, unit ${unit}: ${describeMark(mark)}`;
      else element.removeAttribute('title');
    },
  };
}

function listenToDrag(element, actions, signal) {
  let dragging = false;
  const move = (event) => {
    const under = element.getRootNode().elementFromPoint(event.clientX, event.clientY)?.closest('.word');
    if (under && element.contains(under)) actions.moveTo(Number(under.dataset.t));
  };
  element.addEventListener('pointerdown', (event) => (dragging = event.button === 0), { signal });
  element.addEventListener('pointermove', (event) => dragging && event.buttons && move(event), { signal });
  for (const end of ['pointerup', 'pointercancel', 'pointerleave']) element.addEventListener(end, () => (dragging = false), { signal });
}
