// Numbers in, numbers out: where things are in the timeline and how long bars are.

const NARROWEST_CELL = 4;
const WIDEST_CELL = 110;
const SHORTEST_ROW = 16;
const TALLEST_ROW = 48;

/** The width of one step: the room divided, within limits; below the lower one the timeline scrolls. */
export function cellWidth(room, steps) {
  return Math.min(WIDEST_CELL, Math.max(NARROWEST_CELL, room / steps));
}

/** The height of a row of the timeline that holds this many units. */
export function rowHeight(units) {
  return Math.round(Math.min(TALLEST_ROW, Math.max(SHORTEST_ROW, 10 + 4.5 * units)));
}

/** Which of `count` equal parts of `extent` a place falls into, clamped to those there are. */
export function partAt(place, extent, count) {
  return Math.min(count - 1, Math.max(0, Math.floor((place / extent) * count)));
}

/** Every how many steps a word fits on the axis. */
export function labelStride(width, widestLabel) {
  return Math.max(1, Math.ceil(widestLabel / width));
}

/** From where to where a value reaches on a bar between low and high, as fractions; a signed bar starts at 0. */
export function barSpan(value, low, high) {
  const at = (x) => Math.min(1, Math.max(0, (x - low) / (high - low)));
  const [from, to] = [at(Math.max(low, Math.min(0, high))), at(value)];
  return Number.isNaN(value) ? { from, to: from } : { from: Math.min(from, to), to: Math.max(from, to) };
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

/** How far to scroll so that an element is in view; the place it is at now when it already is. */
export function scrolledTo(from, room, start, end) {
  if (start < from) return start;
  return end > from + room ? end - room : from;
}
