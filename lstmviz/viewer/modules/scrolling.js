// Keeping the current word in view inside a panel, without asking the browser to lay the page out at every step.

import { scrolledTo } from './geometry.js';

/**
 * `measure()` returns {room, length, span(step) -> [start, end]} along an axis ('scrollTop' or 'scrollLeft').
 * It is asked again after the panel has changed its size.
 */
export function createKeeper(panel, axis, measure, signal) {
  let known = null;
  let from = 0;
  const watch = new ResizeObserver(() => (known = null));
  watch.observe(panel);
  signal.addEventListener('abort', () => watch.disconnect());
  panel.addEventListener('scroll', () => (from = panel[axis]), { signal, passive: true });
  return {
    inView(step) {
      known ??= measure();
      const [start, end] = known.span(step);
      const to = known.length > known.room + 1 ? scrolledTo(from, known.room, start, end) : from;
      if (to !== from) panel[axis] = from = to;
    },
    forget: () => (known = null),
  };
}
