// Six small charts of time above memory, on scales that all share.
import { scaleLog } from 'd3-scale';

const TITLES = {
  n: 'samples',
  d: 'features',
  K: 'codes K',
  Ky: 'values of y',
  partitions: 'partitions',
  workers: 'workers',
};
const COLUMNS = 3;
const [WIDTH, PANEL, GAP, LEFT, HEAD] = [640, 186, 20, 36, 20];
/** Heights of the two charts, and of what is under each. */
const [TIME, MEMORY, BETWEEN, FOOT] = [110, 60, 24, 44];
const ROW = HEAD + TIME + BETWEEN + MEMORY + FOOT;

/** A number in few letters: 16,000 is 16k, and so is 16,384. */
const short = (value) => (value >= 1000 ? `${Math.round(value / 1000)}k` : `${value}`);

function text(x, y, anchor, words, kind = 'label') {
  const place = `x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}"`;
  return `<text class="${kind}" ${place}>${words}</text>`;
}

const line = (kind, x2, y) =>
  `<line class="${kind}" x1="0" y1="${y.toFixed(1)}" x2="${x2}" y2="${y.toFixed(1)}"/>`;

/** A scale for all of these numbers, from the bottom of a chart to its top. */
const scaled = (values, height) =>
  scaleLog([0.8 * Math.min(...values), 1.25 * Math.max(...values)], [height, 0]);

/** Round numbers within a scale: 1, 2, 5, 10, 20, ... */
function ticks(scale) {
  const [least, most] = scale.domain();
  const round = Array.from({ length: 8 }, (_, i) => [1, 2, 5].map((digit) => digit * 10 ** (i - 2)));
  return round.flat().filter((value) => value >= least && value <= most);
}

/** One curve over its grid; only the first chart of a row tells what the grid is. */
function chart({ points, x, y, kind, unit, first }) {
  const places = points.map(([at, value]) => [x(at).toFixed(1), y(value).toFixed(1)]);
  const height = y.range()[0];
  return [
    ...ticks(y).map((value) => line('grid', PANEL, y(value))),
    ...(first ? ticks(y).map((value) => text(-6, y(value) + 4, 'end', short(value))) : []),
    unit ? text(0, -4, 'start', unit) : '',
    `<polyline class="${kind}" points="${places.map((place) => place.join(',')).join(' ')}"/>`,
    ...places.map(([cx, cy]) => `<circle class="${kind}" cx="${cx}" cy="${cy}" r="3"/>`),
    line('axis', PANEL, height),
  ].join('');
}

/** The charts of one axis. */
function panel({ axis, points }, i, [seconds, memory]) {
  const values = points.map(({ value }) => value);
  const x = scaleLog([values[0], values.at(-1)], [6, PANEL - 6]);
  const [left, top] = [LEFT + (i % COLUMNS) * (PANEL + GAP), HEAD + Math.floor(i / COLUMNS) * ROW];
  const shared = { x, first: i % COLUMNS === 0 };
  const unit = shared.first ? 'CPU, s' : axis === 'workers' ? 'elapsed, s' : '';
  const upper = points.map((point) => [point.value, timeOf(axis, point)]);
  const lower = points.map((point) => [point.value, point.memory]);
  return [
    `<g transform="translate(${left} ${top})">`,
    chart({ ...shared, points: upper, y: seconds, kind: 'time', unit }),
    `</g><g transform="translate(${left} ${top + TIME + BETWEEN})">`,
    chart({ ...shared, points: lower, y: memory, kind: 'memory', unit: shared.first ? 'peak, MB' : '' }),
    ...values.map((value) => text(x(value), MEMORY + 16, 'middle', short(value))),
    text(PANEL / 2, MEMORY + 33, 'middle', TITLES[axis], 'title'),
    '</g>',
  ].join('\n');
}

/** More workers take less time, not less work. */
const timeOf = (axis, { seconds, elapsed }) => (axis === 'workers' ? elapsed : seconds);

/** The curves as an SVG. `found` is of axis and points of value, seconds, elapsed and memory. */
export function picture(found) {
  const times = found.flatMap(({ axis, points }) => points.map((point) => timeOf(axis, point)));
  const peaks = found.flatMap(({ points }) => points.map(({ memory }) => memory));
  const scales = [scaled(times, TIME), scaled(peaks, MEMORY)];
  const height = HEAD / 2 + Math.ceil(found.length / COLUMNS) * ROW;
  const label = `Time and memory of an analysis by ${Object.values(TITLES).join(', ')}`;
  return [
    `<svg class="growth" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}">`,
    ...found.map((one, i) => panel(one, i, scales)),
    '</svg>\n',
  ].join('\n');
}
