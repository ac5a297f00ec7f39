// How numbers are printed, everywhere: never rounded into another statement. The same rules as lstmviz/numbers.py.

const MINUS = '\u2212';

/** 2 decimals; 2 significant digits below 0.1; up to 4 so as not to print 1.00 for 0.995 or 0.9996. */
export function number(value) {
  if (Number.isNaN(value)) return 'not a number';
  const sign = value < 0 ? MINUS : '';
  const size = Math.abs(value);
  if (size === Infinity) return (sign || '+') + 'infinity';
  return sign + digits(size);
}

/** The same with a plus sign, for summands. */
export function signed(value) {
  return value > 0 && value !== Infinity ? '+' + number(value) : number(value);
}

/** Every digit there is; `single` says that the number was sent in single precision. */
export function full(value, single = false) {
  if (!Number.isFinite(value)) return number(value);
  return String(single ? Number(value.toPrecision(7)) : value).replace('-', MINUS);
}

function digits(size) {
  if (size >= 10000 || (size > 0 && size < 1e-5)) return scientific(size);
  if (size > 0 && size < 0.0995) return fixed(size, 1 - Math.floor(Math.log10(size)));
  if (size >= 0.995 && size < 0.99995) return fixed(size, Math.min(4, Math.ceil(-Math.log10(1 - size))));
  return fixed(size, 2);
}

// Python writes at least two digits of exponent.
function scientific(size) {
  const [rounded, exponent] = size.toExponential(1).split('e');
  // Here too JavaScript rounds an exact half up; a half in the second digit is exact only for whole numbers.
  const tenths = size / 10 ** (exponent - 1);
  const mantissa = Number.isInteger(size) && tenths % 1 === 0.5 ? (2 * Math.round(tenths / 2) / 10).toFixed(1) : rounded;
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

// toFixed rounds an exact half up, Python to even. A half is exact only where size * 2^(decimals + 1) is odd.
function fixed(size, decimals) {
  const halves = size * 2 ** (decimals + 1);
  if (!Number.isInteger(halves) || halves % 2 === 0) return size.toFixed(decimals);
  const below = Math.floor(size * 10 ** decimals);
  return ((below + (below % 2)) / 10 ** decimals).toFixed(decimals);
}
