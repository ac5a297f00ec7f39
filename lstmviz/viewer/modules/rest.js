// At rest: some time after the last change, and not while playing. What is slow or loud happens then.

export const REST_MS = 250;

/** Call `done(state)` once the reader has come to rest. Returns what stops it. */
export function atRest(store, clock, done, ms = REST_MS) {
  let timer = null;
  const settle = () => {
    timer = null;
    done(store.get());
  };
  const unsubscribe = store.subscribe(({ playing }) => {
    if (timer !== null) clock.cancel(timer);
    timer = playing ? null : clock.later(settle, ms);
  });
  return () => {
    unsubscribe();
    if (timer !== null) clock.cancel(timer);
  };
}

/**
 * Tell `report` where the reader looks: at rest, only after they have touched something, and only what is new.
 * Python knows gates; while a state is chosen, the gate chosen before it is told.
 */
export function createReporter(store, trace, clock, report) {
  const isGate = (name) => trace.cell.gates.some((gate) => gate.name === name);
  let gate = [store.get().gate, ...trace.cell.order].find(isGate);
  const place = ({ t, unit }) => ({ step: trace.first + t, unit, gate });
  let told = JSON.stringify(place(store.get()));
  let touched = false;
  const stop = atRest(store, clock, (state) => {
    if (isGate(state.gate)) gate = state.gate;
    const here = place(state);
    if (!touched || JSON.stringify(here) === told) return;
    told = JSON.stringify(here);
    report({ identity: trace.identity, ...here });
  });
  return { touch: () => (touched = true), stop };
}
