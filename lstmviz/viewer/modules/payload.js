// From what Python sent to typed arrays with their axes: gates (time, gate, unit), states (time + 1, state, unit).

const TYPES = { f8: Float64Array, f4: Float32Array, u1: Uint8Array };
const VERSION = 2;

export function decode(sent) {
  if (sent.version !== VERSION) throw new Error(`The viewer reads version ${VERSION} and was sent ${sent.version}`);
  const arrays = decodeAll(sent.arrays);
  return {
    identity: sent.identity,
    cell: sent.cell,
    model: sent.model,
    tokens: sent.tokens,
    hasTokens: sent.has_tokens,
    first: sent.first,
    total: sent.total,
    steps: sent.tokens.length,
    units: sent.units,
    classes: sent.classes,
    memoryRange: sent.memory_range,
    single: sent.arrays.gates.type === 'f4',
    weights: sent.weights && decodeAll(sent.weights),
    ghost: sent.ghost && { tokens: sent.ghost.tokens, ...decodeAll(sent.ghost.arrays) },
    ...arrays,
  };
}

function decodeAll(arrays) {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [camel(name), decodeArray(array)]));
}

/** base64 to a typed array of its own memory; text carries no alignment to worry about. */
export function decodeArray({ type, data }) {
  const text = atob(data);
  const bytes = new Uint8Array(text.length);
  for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k);
  return new TYPES[type](bytes.buffer);
}

export const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
