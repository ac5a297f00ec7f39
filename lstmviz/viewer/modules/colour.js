// Colours: hues of Okabe & Ito name the signals, one scale runs 0..1, one -1..0..1. The same as lstmviz/figures/theme.py.

export const LOOKS = {
  light: {
    sequential: [[0, '#f1efe9'], [0.35, '#b4bdca'], [0.7, '#5b7396'], [1, '#22314f']],
    diverging: [[0, '#b35806'], [0.25, '#dda26c'], [0.5, '#f1efe9'], [0.75, '#86a7c9'], [1, '#1b5fa8']],
    broken: '#8e1b4d',
    panel: '#faf9f7',
  },
  dark: {
    sequential: [[0, '#232832'], [0.35, '#5f5a4c'], [0.7, '#b3965f'], [1, '#ffd27a']],
    diverging: [[0, '#ff9a5c'], [0.25, '#8f6448'], [0.5, '#232832'], [0.75, '#487193'], [1, '#6db9f2']],
    broken: '#ff7fb8',
    panel: '#1b1e24',
  },
};

/** red, green, blue of `#rgb`, `#rrggbb` or `rgb(...)`. */
export function channels(colour) {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(colour.trim());
  if (short) return short.slice(1).map((digit) => parseInt(digit + digit, 16));
  const long = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})/i.exec(colour.trim());
  if (long) return long.slice(1).map((pair) => parseInt(pair, 16));
  return (colour.match(/[\d.]+/g) ?? [255, 255, 255]).slice(0, 3).map(Number);
}

/** Relative luminance as WCAG defines it, 0 black to 1 white. */
export function luminance(colour) {
  const [r, g, b] = channels(colour).map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

export const lookFor = (background) => (luminance(background) < 0.4 ? 'dark' : 'light');

/** The colour of a fraction 0..1 of a scale of stops, as [r, g, b]. */
export function onScale(stops, fraction) {
  const place = Math.min(1, Math.max(0, fraction));
  const after = Math.max(1, stops.findIndex(([at]) => at >= place));
  const [[a, from], [b, to]] = [stops[after - 1], stops[after]];
  const share = (place - a) / (b - a);
  const ends = [channels(from), channels(to)];
  return ends[0].map((channel, k) => Math.round(channel + (ends[1][k] - channel) * share));
}

/** A function value -> [r, g, b] for a signal drawn from low to high; null for NaN and infinity, drawn as marks. */
export function colouring(look, low, high) {
  const stops = LOOKS[look][low < 0 ? 'diverging' : 'sequential'];
  const steps = Array.from({ length: 257 }, (_, k) => onScale(stops, k / 256));
  return (value) => (Number.isFinite(value) ? steps[Math.round(256 * Math.min(1, Math.max(0, (value - low) / (high - low))))] : null);
}

export const css = ([r, g, b]) => `rgb(${r}, ${g}, ${b})`;
