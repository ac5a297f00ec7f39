// Plays: one step every so often while the store says so.

const STEPS_PER_SECOND = 1.25; // at speed 1: time to read a caption's first half

export function createPlayer(store, actions, clock) {
  let frame = null;
  let due = 0;
  const interval = () => 1000 / (STEPS_PER_SECOND * store.get().speed);

  function onFrame() {
    const now = clock.now();
    frame = clock.frame(onFrame);
    if (now < due) return;
    // A slow frame delays the next step; it never makes two at once.
    due = Math.max(due + interval(), now);
    actions.tick();
  }

  function follow({ playing }) {
    if (playing && frame === null) {
      due = clock.now() + interval();
      frame = clock.frame(onFrame);
    } else if (!playing && frame !== null) stop();
  }

  function stop() {
    clock.cancelFrame(frame);
    frame = null;
  }

  const unsubscribe = store.subscribe(follow);
  return () => {
    unsubscribe();
    if (frame !== null) stop();
  };
}
