// Time, handed in so that tests can turn the hands.

export const browserClock = {
  now: () => performance.now(),
  frame: (callback) => requestAnimationFrame(callback),
  cancelFrame: (id) => cancelAnimationFrame(id),
  later: (callback, ms) => setTimeout(callback, ms),
  cancel: (id) => clearTimeout(id),
};
