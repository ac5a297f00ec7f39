// Everything a reader can do, as changes of the store. Keys, buttons and pointers all come through here.

export const SPEEDS = [0.5, 1, 2, 5, 20];

export function startState(trace, start = {}) {
  const gate = isShown(trace, start.gate) ? start.gate : trace.cell.order[0];
  return {
    t: clamp((start.step ?? 0) - trace.first, trace.steps - 1),
    unit: clamp(start.unit ?? 0, trace.units.length - 1),
    gate,
    playing: false,
    speed: 1,
    trail: [],
    help: false,
    table: false,
  };
}

export function createActions(store, trace) {
  const last = trace.steps - 1;
  // Whoever moves by hand has left the trail of an explanation, and takes over from the player.
  const look = (patch) => store.set({ trail: [], playing: false, ...patch });
  const moveTo = (t) => look({ t: clamp(t, last) });
  const chooseUnit = (unit) => store.set({ trail: [], unit: clamp(unit, trace.units.length - 1) });
  const choose = (gate) => isShown(trace, gate) && store.set({ gate });
  return {
    moveTo,
    moveBy: (steps) => moveTo(store.get().t + steps),
    first: () => moveTo(0),
    last: () => moveTo(last),
    chooseUnit,
    unitBy: (count) => chooseUnit(store.get().unit + count),
    choose,
    chooseNumber: (place) => choose(trace.cell.order[place - 1]),
    look: ({ t, unit, gate }) => look({ t: clamp(t, last), unit, gate }),
    /** Go to where a term comes from; the way back is kept. */
    follow(target) {
      const { t, unit, gate, trail } = store.get();
      store.set({ playing: false, ...target, trail: [...trail, { t, unit, gate }] });
    },
    goBack() {
      const { trail } = store.get();
      if (trail.length) store.set({ ...trail.at(-1), trail: trail.slice(0, -1), playing: false });
      return trail.length > 0;
    },
    /** At the end, playing begins anew. */
    play: () => store.set({ playing: true, trail: [], t: store.get().t === last ? 0 : store.get().t }),
    pause: () => store.set({ playing: false }),
    togglePlay() {
      if (store.get().playing) this.pause();
      else this.play();
    },
    tick() {
      const { t } = store.get();
      store.set({ t: Math.min(t + 1, last), playing: t + 1 < last });
    },
    speed: (speed) => store.set({ speed }),
    toggleHelp: () => store.set({ help: !store.get().help }),
    toggleTable: () => store.set({ table: !store.get().table }),
    /** Close what is open; like goBack, false when there was nothing to do. */
    escape() {
      const { help, table } = store.get();
      if (help || table) store.set(help ? { help: false } : { table: false });
      return help || table;
    },
  };
}

function isShown(trace, name) {
  return trace.cell.order.includes(name) || trace.cell.quantities.some((quantity) => quantity.name === name);
}

const clamp = (value, high) => Math.min(Math.max(value, 0), high);
