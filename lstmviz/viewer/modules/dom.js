// Making elements. Text is always text: nothing a reader typed is ever parsed as markup.

import { barBackground } from './geometry.js';

const SVG = 'http://www.w3.org/2000/svg';

/** An element with attributes, listeners (`onclick`) and children; strings become text. */
export function el(tag, attributes = {}, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return dress(document.createElementNS(SVG, tag), attributes, children);
}

function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Text that changes: writes only when it is different, and touches one text node. */
export function live(tag, attributes = {}) {
  const text = document.createTextNode('');
  const element = el(tag, attributes, text);
  const write = (value) => {
    if (text.data !== value) text.data = value;
  };
  return { element, write };
}

/** Draw a span {from, to} as the background of a bar. */
export function fillBar(bar, span, isNegative = false) {
  const { size, position } = barBackground(span);
  bar.style.backgroundSize = size;
  bar.style.backgroundPosition = position;
  bar.classList.toggle('negative', isNegative);
}

/** A word that may run from right to left stays apart from its neighbours. */
export const isolated = (word, attributes = {}) => el('bdi', attributes, word);

const ICONS = {
  first: 'M3 2h2v12H3zM14 2v12L6 8z',
  back: 'M12 2v12L4 8z',
  play: 'M4 2v12l9-6z',
  pause: 'M4 2h3v12H4zM9 2h3v12H9z',
  forward: 'M4 2v12l8-6z',
  last: 'M11 2h2v12h-2zM2 2v12l8-6z',
};

export function icon(name) {
  return svg('svg', { viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' }, svg('path', { d: ICONS[name], fill: 'currentColor' }));
}

/** Before something with the focus is hidden: the viewer keeps the focus, so that its keys go on working. */
export function keepFocus(element) {
  if (element.matches(':focus-within')) element.closest('.lstmviz').focus({ preventScroll: true });
}
