// The sentence: every word a place in time. Click or drag to move; marks say what a word does to the chosen unit.

import { el, isolated } from './dom.js';
import { wordsShown } from './geometry.js';
import { describeMark, marks } from './marks.js';
import { createKeeper } from './scrolling.js';

const WIDE = 20; // letters

export function strip({ trace, actions, signal, shows }) {
  const element = el('div', { class: 'strip', role: 'group', 'aria-label': 'The words, in time' });
  // Marks are part of the answer: a strip alone asks a question first.
  const marked = shows('numbers') || shows('timeline');
  let shown = { from: 0, to: 0 };
  let words = [];
  const keep = createKeeper(element, 'scrollTop', () => measured(element, words), signal);
  listenToDrag(element, actions, signal);

  // Of a long text only the words around the current one are there: thousands of buttons would be painted at each step.
  function show(range, state) {
    shown = range;
    words = trace.tokens.slice(range.from, range.to).map((token, k) => word(token, range.from + k, actions));
    element.classList.toggle('long', range.to - range.from < trace.steps);
    element.replaceChildren(...edge(range.from, 'earlier', range.from - 1, actions), ...words.map((one) => one.element), ...edge(trace.steps - range.to, 'later', range.to, actions));
    paint(range.from, range.to - 1, state.t);
    mark(state.unit);
    keep.forget();
  }

  function paint(from, to, now) {
    for (let t = Math.max(from, shown.from); t <= Math.min(to, shown.to - 1); t++) words[t - shown.from].place(now);
  }

  function mark(unit) {
    if (marked) marks(trace, unit).slice(shown.from, shown.to).forEach((one, k) => words[k].mark(one, trace.units[unit]));
  }

  return {
    element,
    update(state, previous) {
      const range = wordsShown(state.t, trace.steps, shown);
      if (range !== shown) show(range, state);
      else if (state.t !== previous?.t) paint(Math.min(previous.t, state.t), Math.max(previous.t, state.t), state.t);
      if (state.unit !== previous?.unit) mark(state.unit);
      if (previous) keep.inView(state.t - shown.from);
      else requestAnimationFrame(() => keep.inView(state.t - shown.from));
    },
  };
}

function word(token, t, actions) {
  const sign = el('span', { class: 'sign', 'aria-hidden': 'true' });
  const attributes = { type: 'button', class: token.length > WIDE ? 'word wide' : 'word', tabindex: -1, 'data-t': t };
  const element = el('button', { ...attributes, onclick: () => actions.moveTo(t) }, isolated(token), sign);
  return {
    element,
    place(now) {
      element.dataset.when = t < now ? 'past' : t > now ? 'future' : 'now';
      if (t === now) element.setAttribute('aria-current', 'step');
      else element.removeAttribute('aria-current');
    },
    mark(mark, unit) {
      const text = (mark.erases ? '×' : '') + (mark.writes ? '+' : '') + (mark.held ? '●' : '');
      if (sign.textContent === text) return;
      sign.textContent = text;
      for (const name of ['erases', 'writes', 'held']) element.classList.toggle(name, mark[name]);
      if (text) element.title = `${token}, unit ${unit}: ${describeMark(mark)}`;
      else element.removeAttribute('title');
    },
  };
}

function edge(count, where, t, actions) {
  return count ? [el('button', { type: 'button', class: 'edge', tabindex: -1, onclick: () => actions.moveTo(t) }, `… ${count} ${where}`)] : [];
}

function measured(element, words) {
  const tops = words.map((one) => one.element.offsetTop - element.offsetTop);
  const height = words[0].element.offsetHeight;
  return { room: element.clientHeight, length: element.scrollHeight, span: (k) => [tops[k] - 4, tops[k] + height + 4] };
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
