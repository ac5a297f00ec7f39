// The timeline as a picture: an SVG made from numbers, and the same as PNG. Made in the page, sent nowhere.

import { LOOKS } from './colour.js';
import { cellWidth, labelsThatFit, rowHeight, unitsPerLine } from './geometry.js';
import { cellsOf } from './heatmap.js';
import { rowName, signal, valuesOf } from './signals.js';

const LEFT = 150;
const TOP = 44;
const GAP = 7;
const ROOM = 1040;
const MOST_RECTANGLES = 40000;
const LONGEST_WORD = 12;

/** The timeline as SVG text. `paint` gives ink, soft, ground, accent and font. */
export function timelineSvg(trace, state, look, paint) {
  const width = Math.min(cellWidth(ROOM, trace.steps), 32000 / trace.steps);
  const height = rowHeight(trace.units.length);
  const rows = trace.cell.order.map((name, k) => drawRow(trace, name, look, { x: LEFT, y: TOP + k * (height + GAP), width, height }, paint));
  const bottom = TOP + rows.length * (height + GAP);
  const size = { wide: LEFT + trace.steps * width + 16, tall: bottom + 46 };
  const title = text(LEFT, 24, `${trace.model.name} · ${trace.cell.title} · ${trace.model.provenance}`, `font-weight="600" font-size="14" fill="${paint.ink}"`);
  const chosen = `<rect x="${round(LEFT + state.t * width)}" y="${TOP - 4}" width="${round(width)}" height="${bottom - TOP}" rx="4" fill="none" stroke="${paint.accent}" stroke-width="2"/>`;
  const parts = [title, ...rows, ...axis(trace, state, width, bottom + 14, paint), chosen, broken(trace, size, paint)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${round(size.wide)}" height="${size.tall}" viewBox="0 0 ${round(size.wide)} ${size.tall}" font-family="${escape(paint.font)}">`
    + `<rect width="100%" height="100%" fill="${paint.ground}"/>${parts.join('')}</svg>`;
}

function drawRow(trace, name, look, { x, y, width, height }, paint) {
  const { low, high, formal, symbol } = signal(trace, name);
  const second = formal === rowName(trace, name) ? symbol : formal;
  // Too many rectangles make a file that nothing opens: neighbouring units share a line then.
  const crowded = Math.ceil((trace.steps * trace.units.length * trace.cell.order.length) / MOST_RECTANGLES);
  const size = Math.max(unitsPerLine(trace.units.length, height), crowded);
  const row = { value: valuesOf(trace), name, low, high, steps: trace.steps, units: trace.units.length };
  const { lines, cells } = cellsOf(row, look, size);
  const line = height / lines;
  const gap = width > 6 ? 1 : 0;
  const rectangles = cells.map(({ t, line: k, colour }) => {
    const place = `x="${round(x + t * width + gap)}" y="${round(y + k * line)}" width="${round(width - 2 * gap)}" height="${round(line > 4 ? line - 1 : line)}"`;
    return colour ? `<rect ${place} fill="${colour}"/>` : `<rect ${place} fill="none" stroke="${LOOKS[look].broken}" stroke-dasharray="2 2"/>`;
  });
  const label = text(x - 12, y + Math.min(15, height / 2 + 2), rowName(trace, name), `text-anchor="end" font-weight="600" font-size="13" fill="${paint.ink}"`)
    + (height > 24 ? text(x - 12, y + 28, `${second}, ${low < 0 ? `±${round(high)}` : '0 to 1'}`, `text-anchor="end" font-size="11" fill="${paint.soft}"`) : '');
  return `<g>${label}${rectangles.join('')}</g>`;
}

function axis(trace, state, width, y, paint) {
  const widths = trace.tokens.map((token) => 7 * shorten(token).length);
  const near = (t) => Math.abs(t - state.t) * width < (widths[t] + widths[state.t]) / 2;
  const here = { t: state.t, x: (state.t + 0.5) * width };
  const shown = [here, ...labelsThatFit(widths, width).filter(({ t }) => !near(t))];
  return shown.map(({ t, x }) => text(LEFT + x, y, shorten(trace.tokens[t]),
    `text-anchor="middle" font-size="12" fill="${t === state.t ? paint.ink : paint.soft}"${t === state.t ? ' font-weight="700"' : ''}`));
}

function broken(trace, size, paint) {
  const part = trace.steps < trace.total ? `steps ${trace.first + 1} to ${trace.first + trace.steps} of ${trace.total} · ` : '';
  return text(size.wide - 16, size.tall - 10, `${part}lstmviz`, `text-anchor="end" font-size="11" fill="${paint.soft}"`);
}

const shorten = (token) => (token.length > LONGEST_WORD ? `${token.slice(0, LONGEST_WORD - 1)}…` : token);
const round = (value) => Math.round(value * 100) / 100;
const text = (x, y, content, attributes) => `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escape(content)}</text>`;

/** Text inside an SVG file; what XML does not allow at all is left out. */
export function escape(content) {
  const allowed = String(content).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').toWellFormed?.() ?? String(content);
  return allowed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Hand the reader a file. */
export async function savePicture(kind, source, name) {
  const drawing = new Blob([source], { type: 'image/svg+xml' });
  download(kind === 'svg' ? drawing : await asPng(drawing), `${name}.${kind}`);
}

async function asPng(drawing) {
  const address = URL.createObjectURL(drawing);
  const image = new Image();
  image.src = address;
  await image.decode();
  const scale = Math.min(2, 16384 / image.width);
  const canvas = Object.assign(document.createElement('canvas'), { width: image.width * scale, height: image.height * scale });
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

function download(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
