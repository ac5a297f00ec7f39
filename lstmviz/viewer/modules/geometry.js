// Numbers in, numbers out: where things are in the timeline and how long bars are.

const NARROWEST_CELL = 4;
const WIDEST_CELL = 180;
const SHORTEST_ROW = 30;
const TALLEST_ROW = 42;
const FINGER = 44;

/** The width of one step: the room divided, within limits; below the lower one the timeline scrolls. */
export function cellWidth(room, steps) {
  return Math.min(WIDEST_CELL, Math.max(NARROWEST_CELL, room / steps));
}

/** The height of a row of the timeline that holds this many units; a finger needs more than a pointer. */
export function rowHeight(units, forFingers = false) {
  return forFingers ? FINGER : Math.round(Math.min(TALLEST_ROW, Math.max(SHORTEST_ROW, 14 + 4 * units)));
}

/** Which of `count` equal parts of `extent` a place falls into, clamped to those there are. */
export function partAt(place, extent, count) {
  return Math.min(count - 1, Math.max(0, Math.floor((place / extent) * count)));
}

/** Where labels stand that can be printed without touching the one before: {t, x} with x their centre, kept inside. */
export function labelsThatFit(widths, cell, gap = 6) {
  const [shown, end] = [[], cell * widths.length];
  let free = -Infinity;
  widths.forEach((width, t) => {
    const x = keptInside((t + 0.5) * cell, width, end);
    if (x - width / 2 < free) return;
    shown.push({ t, x });
    free = x + width / 2 + gap;
  });
  return shown;
}

/** The centre of a label as near to a place as the ends allow. */
export function keptInside(x, width, end) {
  return Math.max(width / 2, Math.min(end - width / 2, x));
}

const CURVE_FROM = -12; // pre-activations on the small curve of a gate; what lies beyond sits at its end
const CURVE_MARGIN = 4;

/** Where (pre-activation, value) lies on a curve of a gate drawn in width x height. */
export function curvePoint(z, value, { low, high }, width, height) {
  const x = (Math.min(-CURVE_FROM, Math.max(CURVE_FROM, z)) - CURVE_FROM) / (-2 * CURVE_FROM);
  const y = (value - low) / (high - low);
  const inside = (fraction, extent) => CURVE_MARGIN + fraction * (extent - 2 * CURVE_MARGIN);
  return [inside(x, width), inside(1 - y, height)];
}

/** The squashing itself as an SVG path. */
export function curvePath(squash, gate, width, height, pieces = 48) {
  const points = Array.from({ length: pieces + 1 }, (_, k) => CURVE_FROM * (1 - (2 * k) / pieces));
  return 'M' + points.map((z) => curvePoint(z, squash(z), gate, width, height).map((x) => x.toFixed(1)).join(',')).join('L');
}

/** From where to where a value reaches on a bar between low and high, as fractions; a signed bar starts at 0. */
export function barSpan(value, low, high) {
  const at = (x) => Math.min(1, Math.max(0, (x - low) / (high - low)));
  const [from, to] = [at(Math.max(low, Math.min(0, high))), at(value)];
  return Number.isNaN(value) ? { from, to: from } : { from: Math.min(from, to), to: Math.max(from, to) };
}

/**
 * The same as size and position of a background: painting one costs neither layout nor a layer.
 * A background's position of p % leaves p % of the room that its size leaves.
 */
export function barBackground({ from, to }) {
  const width = to - from;
  return { size: `${100 * width}% 100%`, position: `${width < 1 ? (100 * from) / (1 - width) : 0}% 0` };
}

/** How many units share one line of a row of this many pixels. */
export function unitsPerLine(units, pixels) {
  return Math.max(1, Math.ceil(units / pixels));
}

/** The mean over groups of `size` neighbours; a group with a NaN is NaN, so that none is lost. */
export function pooled(values, size) {
  if (size === 1) return values;
  const groups = new Float64Array(Math.ceil(values.length / size));
  for (let group = 0; group < groups.length; group++) {
    const members = values.slice(group * size, (group + 1) * size);
    groups[group] = members.reduce((a, b) => a + b, 0) / members.length;
  }
  return groups;
}

const WORDS_SHOWN = 240;
const NEAR_EDGE = 40;

/** Which words of a long text are there: {from, to} around the current one, the same object while it is well inside. */
export function wordsShown(t, steps, shown, count = WORDS_SHOWN) {
  const { from, to } = shown;
  const inside = to > from && (from === 0 || t >= from + NEAR_EDGE) && (to === steps || t < to - NEAR_EDGE) && t >= from && t < to;
  if (inside) return shown;
  const start = Math.max(0, Math.min(t - Math.floor(count / 2), steps - count));
  return { from: start, to: Math.min(steps, start + count) };
}

/** How far to scroll so that an element is in view; the place it is at now when it already is. */
export function scrolledTo(from, room, start, end) {
  if (start < from) return start;
  return end > from + room ? end - room : from;
}
