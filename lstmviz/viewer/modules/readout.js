// What the network would answer if it were asked now.

import { el, fillBar, live } from './dom.js';
import { full, number } from './format.js';

const MOST_CLASSES = 8;

export function readout({ trace }) {
  const count = Math.min(trace.classes.length, MOST_CLASSES);
  const rows = Array.from({ length: count }, answerRow);
  const note = el('p', { class: 'note' }, legend(trace));
  const element = el('section', { class: trace.ghost ? 'panel readout has-ghost' : 'panel readout', 'aria-label': 'What it would answer if asked now' },
    el('h2', {}, 'If asked now'), ...rows.map((row) => row.element), note);
  const belief = (source, t, k) => source.belief[t * trace.classes.length + k];

  function update({ t }) {
    const order = trace.classes.length > MOST_CLASSES ? largestFirst(trace, t) : trace.classes.keys();
    [...order].slice(0, count).forEach((k, place) => rows[place].write({
      name: trace.classes[k],
      now: belief(trace, t, k),
      before: t > 0 ? belief(trace, t - 1, k) : null,
      ghost: trace.ghost?.belief ? belief(trace.ghost, t, k) : null,
      single: trace.single,
    }));
  }

  return { element, update };
}

export function largestFirst(trace, t) {
  const size = trace.classes.length;
  const values = trace.belief.slice(t * size, (t + 1) * size);
  return [...trace.classes.keys()].sort((a, b) => values[b] - values[a]);
}

function legend(trace) {
  const more = trace.classes.length - MOST_CLASSES;
  const left = more > 0 ? ` ${more} less likely answers are left out.` : '';
  return `Dashed: one word earlier.${trace.ghost ? ' Triangle: without what you hold.' : ''}${left}`;
}

function answerRow() {
  const name = live('bdi');
  const value = live('span', { class: 'term-value' });
  const was = live('span', { class: 'was' });
  const [before, ghost] = [el('i', { class: 'before' }), el('i', { class: 'ghost-mark' })];
  const bar = el('span', { class: 'bar', 'aria-hidden': 'true' }, before, ghost);
  const element = el('div', { class: 'term answer' }, el('span', { class: 'term-name' }, name.element), bar, value.element, was.element);
  const fraction = (probability) => (Number.isFinite(probability) ? Math.min(1, Math.max(0, probability)) : 0);
  return {
    element,
    write(answer) {
      name.write(answer.name);
      value.write(number(answer.now));
      value.element.title = full(answer.now, answer.single);
      fillBar(bar, { from: 0, to: fraction(answer.now) });
      before.hidden = answer.before === null;
      before.style.width = `${100 * fraction(answer.before)}%`;
      const changed = answer.ghost !== null && Math.abs(answer.ghost - answer.now) > 1e-9;
      ghost.hidden = !changed;
      ghost.style.left = `${100 * fraction(answer.ghost)}%`;
      was.write(changed ? `was ${number(answer.ghost)}` : '');
      element.classList.toggle('leading', answer.now > 0.5);
    },
  };
}
