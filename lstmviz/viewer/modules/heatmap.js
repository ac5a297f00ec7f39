// Painting one row of the timeline: all units over all steps, painted once. The playhead is another element.

import { LOOKS, colouring, css } from './colour.js';
import { pooled, unitsPerLine } from './geometry.js';

const GAP_FROM = 6; // pixels: below this, cells touch

/** The values of one signal as lines: each a unit, or the mean of neighbouring units where there is no room. */
export function linesOf(value, name, steps, units, size) {
  const lines = Math.ceil(units / size);
  const values = new Float64Array(steps * lines);
  const column = new Float64Array(units);
  for (let t = 0; t < steps; t++) {
    for (let unit = 0; unit < units; unit++) column[unit] = value(name, t, unit);
    values.set(pooled(column, size), t * lines);
  }
  return { values, lines };
}

/** Paint a row on a canvas of CSS size width x height. */
export function paintRow(canvas, { value, name, low, high, steps, units }, { width, height, look, ratio }) {
  const [wide, tall] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
  canvas.width = wide;
  canvas.height = tall;
  const context = canvas.getContext('2d');
  const { values, lines } = linesOf(value, name, steps, units, unitsPerLine(units, height));
  context.imageSmoothingEnabled = false;
  context.drawImage(image(values, steps, lines, colouring(look, low, high)), 0, 0, wide, tall);
  context.fillStyle = LOOKS[look].panel;
  separate(context, wide, tall, steps, lines, ratio);
  markBroken(context, values, wide / steps, tall / lines, steps, lines, LOOKS[look].broken);
}

// One pixel per cell, enlarged by the browser: a long trace costs as little as a short one.
function image(values, steps, lines, colour) {
  const small = new OffscreenCanvas(steps, lines);
  const context = small.getContext('2d');
  const pixels = context.createImageData(steps, lines);
  for (let t = 0; t < steps; t++) {
    for (let line = 0; line < lines; line++) {
      const rgb = colour(values[t * lines + line]);
      if (rgb) pixels.data.set([...rgb, 255], 4 * (line * steps + t));
    }
  }
  context.putImageData(pixels, 0, 0);
  return small;
}

function separate(context, wide, tall, steps, lines, ratio) {
  if (wide / steps >= GAP_FROM * ratio) {
    for (let t = 1; t < steps; t++) context.fillRect(Math.round((t * wide) / steps) - ratio, 0, Math.round(2 * ratio), tall);
  }
  if (tall / lines >= 4 * ratio) {
    for (let line = 1; line < lines; line++) context.fillRect(0, Math.round((line * tall) / lines) - Math.ceil(ratio / 2), wide, Math.ceil(ratio));
  }
}

// NaN is hatched, infinity is a filled triangle that points where the number went: never clipped silently.
function markBroken(context, values, cell, line, steps, lines, colour) {
  context.strokeStyle = context.fillStyle = colour;
  for (let t = 0; t < steps; t++) {
    for (let row = 0; row < lines; row++) {
      const value = values[t * lines + row];
      if (Number.isFinite(value)) continue;
      if (Number.isNaN(value)) hatch(context, t * cell, row * line, cell, line);
      else triangle(context, t * cell, row * line, cell, line, value > 0);
    }
  }
}

function hatch(context, x, y, width, height) {
  context.save();
  context.beginPath();
  context.rect(x + 1, y, Math.max(1, width - 2), height);
  context.clip();
  context.beginPath();
  for (let from = x - height; from < x + width; from += 5) {
    context.moveTo(from, y + height);
    context.lineTo(from + height, y);
  }
  context.lineWidth = 1.5;
  context.stroke();
  context.restore();
}

function triangle(context, x, y, width, height, up) {
  const [middle, half] = [x + width / 2, Math.min(width, height * 1.4) / 2];
  const [tip, base] = up ? [y, y + height] : [y + height, y];
  context.beginPath();
  context.moveTo(middle, tip);
  context.lineTo(middle - half, base);
  context.lineTo(middle + half, base);
  context.fill();
}

/** The cells of a row as {t, line, colour}, for a picture made of rectangles. */
export function cellsOf(row, look, size) {
  const { values, lines } = linesOf(row.value, row.name, row.steps, row.units, size);
  const colour = colouring(look, row.low, row.high);
  return { lines, cells: Array.from(values, (value, k) => ({ t: Math.floor(k / lines), line: k % lines, colour: colour(value) && css(colour(value)) })) };
}
