// The one place where the state of the viewer lives. Views subscribe; nothing else holds state.

export function createStore(initial) {
  let state = Object.freeze({ ...initial });
  const listeners = new Set();
  return {
    get: () => state,
    /** Change some fields; tell everybody once, and only if something is different. */
    set(patch) {
      const previous = state;
      if (Object.keys(patch).every((name) => Object.is(previous[name], patch[name]))) return;
      state = Object.freeze({ ...previous, ...patch });
      for (const listener of [...listeners]) listener(state, previous);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
