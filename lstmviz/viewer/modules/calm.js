// Nobody reads sentences sixty times a second: what is long to read is written at most every so often.

/** Call `update(state, previous)` at once if the last time is long enough ago, else as soon as it is, with the newest. */
export function calmly(update, clock, ms) {
  let [written, wanted, timer, last] = [null, null, null, -Infinity];
  const write = () => {
    timer = null;
    last = clock.now();
    update(wanted, written);
    written = wanted;
  };
  function calm(state) {
    wanted = state;
    if (timer !== null) return;
    const wait = last + ms - clock.now();
    if (wait <= 0) write();
    else timer = clock.later(write, wait);
  }
  calm.stop = () => timer !== null && clock.cancel(timer);
  return calm;
}
