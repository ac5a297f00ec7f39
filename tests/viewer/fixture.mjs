// Runs as Python sends them; tests/viewer/test_payload.py keeps the files up to date.

import { readFileSync } from 'node:fs';

import { decode } from '../../lstmviz/viewer/modules/payload.js';

export const NAMES = ['peacock', 'held', 'gru', 'rnn'];

export const fixture = (name) => JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));

export const traceOf = (name) => decode(fixture(name).payload);

/** A clock whose hands are turned by `pass(ms)`; a frame comes every 16 ms. */
export function handClock() {
  let [now, next] = [0, 1];
  const due = new Map();
  const put = (callback, at) => (due.set(next, { callback, at }), next++);
  return {
    now: () => now,
    frame: (callback) => put(callback, now + 16),
    later: (callback, ms) => put(callback, now + ms),
    cancelFrame: (id) => due.delete(id),
    cancel: (id) => due.delete(id),
    pass(ms) {
      const end = now + ms;
      for (;;) {
        const [id, event] = [...due].sort((a, b) => a[1].at - b[1].at)[0] ?? [];
        if (!event || event.at > end) break;
        due.delete(id);
        now = event.at;
        event.callback(now);
      }
      now = end;
    },
    waiting: () => due.size,
  };
}
