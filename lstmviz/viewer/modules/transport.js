// Moving in time, choosing a unit, saving a picture.

import { SPEEDS } from './actions.js';
import { el, icon, isolated, live } from './dom.js';

export function transport(context) {
  const { trace, actions } = context;
  const play = playButton(actions);
  const slider = timeSlider(trace, actions);
  const place = live('span');
  const word = live('bdi');
  const units = unitPicker(trace, actions);
  const element = el('section', { class: 'panel transport', 'aria-label': 'Moving in time' },
    el('div', { class: 'buttons' },
      button('first', 'First word', actions.first), button('back', 'One word back', () => actions.moveBy(-1)), play.element,
      button('forward', 'One word on', () => actions.moveBy(1)), button('last', 'Last word', actions.last)),
    slider,
    el('span', { class: 'place' }, place.element, el('span', { class: 'place-word' }, ' · ', word.element), part(trace)),
    el('span', { class: 'spread' }),
    speedPicker(actions), units, context.savePicture && saveMenu(context.savePicture),
    el('button', { type: 'button', class: 'press help-button', 'aria-label': 'Keys', title: 'Keys (?)', onclick: actions.toggleHelp }, '?'));
  return {
    element,
    update(state) {
      play.update(state.playing);
      if (slider.valueAsNumber !== state.t) slider.value = state.t;
      slider.setAttribute('aria-valuetext', `step ${trace.first + state.t + 1} of ${trace.total}, ${trace.tokens[state.t]}`);
      place.write(`step ${trace.first + state.t + 1} of ${trace.total}`);
      word.write(trace.tokens[state.t]);
      const picker = units.querySelector('select');
      if (picker.value !== String(state.unit)) picker.value = state.unit;
    },
  };
}

function part(trace) {
  const [from, to] = [trace.first + 1, trace.first + trace.steps];
  return trace.steps < trace.total ? el('span', { class: 'part' }, ` (${from} to ${to} are here)`) : null;
}

function button(name, label, onclick) {
  return el('button', { type: 'button', class: 'press', 'aria-label': label, title: label, onclick }, icon(name));
}

function playButton(actions) {
  const label = live('span');
  const [play, pause] = [icon('play'), icon('pause')];
  const element = el('button', { type: 'button', class: 'press primary', title: 'Play or pause (Space)', onclick: () => actions.togglePlay() }, play, pause, label.element);
  return {
    element,
    update(playing) {
      label.write(playing ? 'Pause' : 'Play');
      play.toggleAttribute('hidden', playing);
      pause.toggleAttribute('hidden', !playing);
    },
  };
}

function timeSlider(trace, actions) {
  const attributes = { type: 'range', min: 0, max: trace.steps - 1, step: 1, value: 0, 'aria-label': 'Step', class: 'slider' };
  return el('input', { ...attributes, oninput: (event) => actions.moveTo(event.target.valueAsNumber) });
}

function speedPicker(actions) {
  const options = SPEEDS.map((speed) => el('option', { value: speed, selected: speed === 1 }, `${speed}×`));
  return el('label', { class: 'pick' }, el('span', { class: 'word-speed' }, 'speed '), el('select', { 'aria-label': 'Speed', onchange: (event) => actions.speed(Number(event.target.value)) }, ...options));
}

function unitPicker(trace, actions) {
  const options = trace.units.map((unit, k) => el('option', { value: k }, unit));
  return el('label', { class: 'pick' }, el('span', { class: 'word-unit' }, 'unit '), el('select', { 'aria-label': 'Unit', onchange: (event) => actions.chooseUnit(Number(event.target.value)) }, ...options));
}

function saveMenu(savePicture) {
  const close = (event) => event.target.closest('details').removeAttribute('open');
  const choice = (kind) => el('button', { type: 'button', class: 'press', onclick: (event) => { close(event); savePicture(kind); } }, kind.toUpperCase());
  return el('details', { class: 'save' }, el('summary', { class: 'press', 'aria-label': 'Save picture' }, 'Save', el('span', { class: 'word-picture' }, 'picture')), el('div', { class: 'menu' }, choice('png'), choice('svg')));
}
