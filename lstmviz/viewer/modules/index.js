// Streamlit's entry: called at the first draw, and again when the data or the theme changes.

import { mountViewer } from './viewer.js';

const viewers = new WeakMap();
const remembered = new Map(); // survives a remount in the same visit, not a reload

export default function ({ data, parentElement, setStateValue }) {
  if (!viewers.has(parentElement)) viewers.set(parentElement, mountViewer(parentElement, { remember: remembered }));
  viewers.get(parentElement).show(data, (place) => setStateValue('position', place));
  return () => {
    viewers.get(parentElement)?.remove();
    viewers.delete(parentElement);
  };
}
