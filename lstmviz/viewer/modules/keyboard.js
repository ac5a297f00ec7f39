// Keys of the viewer, written once: what they do and what the help panel says of them.

export const KEYS = [
  { keys: ['ArrowRight'], shown: '→', does: 'one word on', act: (actions) => actions.moveBy(1) },
  { keys: ['ArrowLeft'], shown: '←', does: 'one word back', act: (actions) => actions.moveBy(-1) },
  { keys: ['Home'], shown: 'Home', does: 'first word', act: (actions) => actions.first() },
  { keys: ['End'], shown: 'End', does: 'last word', act: (actions) => actions.last() },
  { keys: [' '], shown: 'Space', does: 'play or pause', act: (actions) => actions.togglePlay() },
  { keys: ['ArrowUp'], shown: '↑', does: 'unit before', act: (actions) => actions.unitBy(-1) },
  { keys: ['ArrowDown'], shown: '↓', does: 'next unit', act: (actions) => actions.unitBy(1) },
  { keys: ['1', '2', '3', '4', '5', '6'], shown: '1–6', does: 'choose a number', act: (actions, key) => actions.chooseNumber(Number(key)) },
  { keys: ['Backspace'], shown: 'Backspace', does: 'back from a term you followed', act: (actions) => actions.goBack() },
  { keys: ['?'], shown: '?', does: 'this help', act: (actions) => actions.toggleHelp() },
  { keys: ['Escape'], shown: 'Esc', does: 'close', act: (actions) => actions.escape() },
];

const TYPING = new Set(['INPUT', 'SELECT', 'TEXTAREA']);
const PRESSING = new Set(['BUTTON', 'SUMMARY', 'A']);

/** The entry that answers a key, or null: nothing while typing, nothing with Ctrl, Alt or Cmd. */
export function keyFor({ key, ctrlKey, altKey, metaKey, target }) {
  if (ctrlKey || altKey || metaKey || TYPING.has(target?.tagName) || target?.isContentEditable) return null;
  // Space presses the button that has the focus, as everywhere.
  if (key === ' ' && PRESSING.has(target?.tagName)) return null;
  return KEYS.find((entry) => entry.keys.includes(key)) ?? null;
}

/** Answer keys on the root. A key that was answered goes no further: Streamlit has shortcuts of its own. */
export function listenToKeys(root, actions, signal) {
  root.addEventListener('keydown', (event) => {
    const entry = keyFor({ ...eventParts(event), target: event.composedPath()[0] });
    if (!entry || entry.act(actions, event.key) === false) return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });
}

const eventParts = ({ key, ctrlKey, altKey, metaKey }) => ({ key, ctrlKey, altKey, metaKey });
