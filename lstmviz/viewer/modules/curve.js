// The squashing of a gate as a small curve, with a dot at (what went in, what came out).

import { svg } from './dom.js';
import { curvePath, curvePoint } from './geometry.js';
import { squash } from './signals.js';

const [WIDTH, HEIGHT] = [150, 44];

export function curve(gate) {
  const dot = svg('circle', { r: 4.5, class: 'dot' });
  const zero = svg('path', { d: `M0,${HEIGHT - 4}H${WIDTH}M${WIDTH / 2},0V${HEIGHT}`, class: 'cross' });
  const line = svg('path', { d: curvePath((z) => squash(gate, z), gate, WIDTH, HEIGHT), class: 'line' });
  const element = svg('svg', { class: 'curve', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, 'aria-hidden': 'true' }, zero, line, dot);
  return {
    element,
    update(z, value) {
      const known = Number.isFinite(value) && !Number.isNaN(z);
      const [x, y] = known ? curvePoint(z, value, gate, WIDTH, HEIGHT) : [0, 0];
      dot.setAttribute('cx', x);
      dot.setAttribute('cy', y);
      dot.toggleAttribute('hidden', !known);
    },
  };
}
