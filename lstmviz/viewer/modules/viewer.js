// Puts the panels together around one store. Knows nothing of Streamlit: a host gives data and hears positions.

import { createActions, startState } from './actions.js';
import { calmly } from './calm.js';
import { captions } from './captions.js';
import { card } from './card.js';
import { browserClock } from './clock.js';
import { lookFor } from './colour.js';
import { el } from './dom.js';
import { help } from './help.js';
import { listenToKeys } from './keyboard.js';
import { numbers } from './numbers.js';
import { decode } from './payload.js';
import { savePicture, timelineSvg } from './picture.js';
import { createPlayer } from './player.js';
import { readout } from './readout.js';
import { atRest, createReporter } from './rest.js';
import { createStore } from './store.js';
import { strip } from './strip.js';
import { table } from './table.js';
import { timeline } from './timeline.js';
import { transport } from './transport.js';

// Milliseconds between two writings of what is to be read; the rest follows every frame.
const TO_READ = { numbers: 33, card: 66, caption: 66, readout: 66 };
const AUTOPLAY_AFTER_MS = 1500;
const PANELS = { strip, numbers, card, readout, caption: captions, timeline, table, transport, help };

/** Mount a viewer in an element or a shadow root. `remember` keeps a state beyond this mount, by identity. */
export function mountViewer(host, { clock = browserClock, remember = new Map() } = {}) {
  // Hidden until the style sheet has come, which says `visible`.
  const root = el('div', { class: 'lstmviz', style: 'visibility: hidden', tabindex: 0, role: 'group', 'aria-label': 'Step through the network. Press ? for keys.' });
  host.append(root);
  let shown = null;
  let tell = () => {};

  return {
    /** Show a run; the same data again only takes up the colours of the page. */
    show(data, report = () => {}) {
      tell = report;
      root.dataset.look = lookFor(pageGround(root));
      if (shown && isSame(shown.data, data)) return shown.recolour();
      const kept = shown?.identity === data.identity ? shown.state() : remember.get(data.identity);
      shown?.end();
      shown = build(root, data, kept, { clock, report: (place) => tell(place) });
    },
    remove() {
      if (shown) remember.set(shown.identity, shown.state());
      shown?.end();
      root.remove();
    },
  };
}

// Not the computed background: our own style sheet may still be on its way at the first draw.
const pageGround = (root) => getComputedStyle(root).getPropertyValue('--st-background-color').trim() || '#fff';

const isSame = (one, other) => one === other || JSON.stringify(one) === JSON.stringify(other);

function build(root, data, kept, { clock, report }) {
  const trace = decode(data);
  const ending = new AbortController();
  const store = createStore(kept ? resumed(kept, trace) : startState(trace, data.start ?? {}));
  const actions = createActions(store, trace);
  const stops = [createPlayer(store, actions, clock)];
  const reporter = createReporter(store, trace, clock, report);
  const context = {
    trace, store, actions, clock,
    signal: ending.signal,
    shows: (panel) => data.show.includes(panel),
    look: () => root.dataset.look,
    onRest: (done) => stops.push(atRest(store, clock, done)),
    savePicture: data.show.includes('timeline') && ((kind) => save(kind, trace, store.get(), root)),
  };
  const panels = Object.fromEntries(panelsOf(data, trace).map((name) => [name, PANELS[name](context)]));
  const views = Object.values(panels);
  root.replaceChildren(el('div', { class: 'stage' }, ...arranged(panels)));
  const updates = Object.entries(panels).map(([name, view]) => (TO_READ[name] ? calmly(view.update, clock, TO_READ[name]) : view.update));
  stops.push(store.subscribe((state, previous) => updates.forEach((update) => update(state, previous))), reporter.stop);
  stops.push(() => updates.forEach((update) => update.stop?.()));
  updates.forEach((update) => update(store.get(), null));
  listenToKeys(root, actions, ending.signal);
  for (const kind of ['pointerdown', 'keydown']) root.addEventListener(kind, reporter.touch, { signal: ending.signal, capture: true });
  if (data.autoplay && !kept) autoplay(root, actions, clock, ending.signal);
  return {
    data,
    identity: data.identity,
    state: () => ({ ...store.get(), step: trace.first + store.get().t }),
    recolour: () => views.forEach((view) => view.recolour?.()),
    end() {
      ending.abort();
      stops.forEach((stop) => stop());
    },
  };
}

// What was known of the state before new data came, within what there is now.
function resumed(kept, trace) {
  return { ...startState(trace, { step: kept.step, unit: kept.unit, gate: kept.gate }), speed: kept.speed, table: kept.table };
}

function panelsOf(data, trace) {
  const withTable = data.show.flatMap((name) => (name === 'timeline' ? ['timeline', 'table'] : [name]));
  return [...withTable.filter((name) => name !== 'readout' || trace.belief), 'help'];
}

// The numbers and their sentence stand beside the arithmetic and the answer; everything else has the whole width.
function arranged({ strip, numbers, caption, card, readout, ...others }) {
  const column = (name, ...views) => views.some(Boolean) && el('div', { class: name }, ...views.filter(Boolean).map((view) => view.element));
  const [main, side] = [column('main', numbers, caption), column('side', card, readout)];
  return [strip?.element, main, side, ...Object.values(others).map((view) => view.element)].filter(Boolean);
}

/** Start by itself once, unless the reader prefers no motion or has begun to do something. */
function autoplay(root, actions, clock, signal) {
  if (globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches) return;
  const timer = clock.later(() => actions.play(), AUTOPLAY_AFTER_MS);
  for (const kind of ['pointerdown', 'keydown']) root.addEventListener(kind, () => clock.cancel(timer), { signal, capture: true, once: true });
  signal.addEventListener('abort', () => clock.cancel(timer));
}

function save(kind, trace, state, root) {
  const style = getComputedStyle(root);
  const read = (name) => style.getPropertyValue(name).trim();
  const paint = { ink: read('--ink'), soft: read('--soft'), ground: read('--bg'), accent: read('--accent'), font: style.fontFamily };
  return savePicture(kind, timelineSvg(trace, state, root.dataset.look, paint), `${trace.model.name}-step-${trace.first + state.t + 1}`);
}
