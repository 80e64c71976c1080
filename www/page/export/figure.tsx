/**
 * Charts as they leave the page: light, on white, with a caption of settings, free of classes.
 *
 * The chart is drawn once more out of sight in the light theme; what the style sheet says of each mark is
 * then written into presentation attributes, which every program reads and which need no style element (none
 * is allowed here).
 */

import { render, type VNode } from 'preact';
import { wrapWords } from '../../lib/words';
import type { Figure } from '../actions/context';
import { Attribution } from '../charts/attribution';
import { Contribution } from '../charts/contribution';
import { Depth } from '../charts/depth';
import { Matrix, matrixWidth } from '../charts/matrix';
import { Multiples } from '../charts/multiples';
import { stabilityOf, verdictsOf } from '../library';
import type { Result } from '../state/analyses';
import { awareSeries } from '../state/aware';
import { axisOf } from '../state/axis';
import { type Axis, atomCurves, depthData } from '../state/curves';
import { attributionOf, contributionOf } from '../state/figures';
import { type Arrangement, matrixOf } from '../state/study/matrix';
import type { Study } from '../state/study/study';
import { isPlugin } from '../text/claims';
import { depthSentence } from '../text/depth';
import { count, power } from '../text/format';
import { holdsSentence } from '../text/holds';
import { plain, sentence } from '../text/sentence';
import { matrixCaption, studySentence } from '../text/study';
import { ACROSS, isJoined } from '../text/varied';

const SHAPE = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'opacity',
  'paint-order',
] as const;
const TYPE = ['font-family', 'font-size', 'font-weight', 'text-anchor', ...SHAPE] as const;
const PLAIN: Record<string, string> = {
  opacity: '1',
  'stroke-dasharray': 'none',
  'paint-order': 'normal',
  'stroke-linejoin': 'miter',
  'text-anchor': 'start',
};
const MARGIN = 24;
const LINE = 16;
const NS = 'http://www.w3.org/2000/svg';

/** "n = 1,906, K = 8, Ky = 9; 95 % intervals; Modalens 0.1.0." */
export function caption({ report, title }: Result): string {
  const {
    n,
    partition: { k1, k2, ky },
    options,
    solver,
    engine,
  } = report;
  const [a, b, y] = options.names;
  const kind = isPlugin(report) ? 'plug-in values' : '95 % intervals';
  const codes = k1 === k2 ? k1 : `${k1} and ${k2}`;
  const settings = `n = ${count(n)}, K = ${codes}, Ky = ${ky}, seed ${options.seed}`;
  const gap = `certified gap ${power(solver.gap_bits)} bits`;
  return `${title ?? `${a} × ${b} → ${y}`}. ${settings}; bits; ${kind}; ${gap}. Modalens ${engine}.`;
}

/** Copies what the style sheet says into attributes, and drops what only the page needs. */
function settle(element: SVGElement): void {
  // Children first: rules such as ".interval line" need the classes of those around them.
  for (const child of [...element.children]) if (child instanceof SVGElement) settle(child);
  const style = getComputedStyle(element);
  for (const name of element instanceof SVGTextContentElement ? TYPE : SHAPE) {
    const value = style.getPropertyValue(name);
    if (value && value !== PLAIN[name]) element.setAttribute(name, value.replace(/px$/, ''));
  }
  for (const name of ['class', 'tabindex', 'role', 'data-lane', 'aria-hidden']) element.removeAttribute(name);
}

/** Breaks text into lines of so many characters. */
const wrap = (text: string, width: number): string[] => wrapWords(text, (line) => line.length <= width);

function write(
  text: string,
  x: number,
  y: number,
  size: number,
  weight: number,
  family: string,
): SVGTextElement {
  const node = document.createElementNS(NS, 'text');
  const attributes = {
    x,
    y,
    'font-size': size,
    'font-weight': weight,
    'font-family': family,
    fill: size > 13 ? '#1b1b19' : '#52524c',
  };
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.textContent = text;
  return node;
}

/** What stands over a figure and under it. */
interface Words {
  heading: string;
  caption: string;
}

/** White ground, heading, chart, caption. */
function frame(chart: SVGSVGElement, words: Words, width: number): SVGSVGElement {
  const family = getComputedStyle(document.documentElement).fontFamily;
  const perLine = Math.floor((width - 2 * MARGIN) / 6.4);
  const heading = wrap(words.heading, Math.floor((width - 2 * MARGIN) / 7.4));
  const notes = wrap(words.caption, perLine);
  const top = MARGIN + heading.length * 20 + 12;
  const height = Number(chart.getAttribute('height'));
  const total = top + height + 20 + notes.length * LINE + MARGIN - 8;
  const svg = document.createElementNS(NS, 'svg');
  const attributes = {
    xmlns: NS,
    width,
    height: total,
    viewBox: `0 0 ${width} ${total}`,
    role: 'img',
    'aria-label': words.heading,
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, String(value));
  const ground = document.createElementNS(NS, 'rect');
  for (const [name, value] of Object.entries({ width, height: total, fill: '#ffffff' }))
    ground.setAttribute(name, String(value));
  const group = document.createElementNS(NS, 'g');
  group.setAttribute('transform', `translate(${MARGIN} ${top})`);
  group.append(...chart.childNodes);
  svg.append(
    ground,
    ...heading.map((text, i) => write(text, MARGIN, MARGIN + 14 + i * 20, 14, 400, family)),
    group,
    ...notes.map((text, i) => write(text, MARGIN, top + height + 24 + i * LINE, 12, 400, family)),
  );
  return svg;
}

/** The figures of an answer. */
function answerChart(
  figure: 'attribution' | 'contribution',
  { report, truth }: Result,
  width: number,
  plugin: boolean,
) {
  if (figure === 'contribution') return <Contribution data={contributionOf(report)} width={width} label="" />;
  return (
    <Attribution
      data={attributionOf(report, truth)}
      width={width}
      plugin={plugin || isPlugin(report)}
      provisional={isPlugin(report)}
      label=""
    />
  );
}

const isAnswer = (figure: Figure): figure is 'attribution' | 'contribution' =>
  figure === 'attribution' || figure === 'contribution';

/** How the page shows figures: with plug-in values, layers by label-aware codes. */
interface Shown {
  plugin: boolean;
  aware: boolean;
}

/** Layers as the page shows them, with their words. */
function layersDrawn(axis: Axis, settings: string, width: number, shown: Shown) {
  const aware = shown.aware ? awareSeries(axis.series) : null;
  const series = aware ?? axis.series;
  return {
    chart: <Depth data={depthData({ ...axis, series })} width={width} label="" still />,
    words: {
      heading: plain(depthSentence(series, stabilityOf(series.points), true)),
      caption: `Across: layer. ${aware ? 'Label-aware codes. ' : ''}${settings}`,
    },
  };
}

/** A figure with its words. */
function drawn(figure: Figure, result: Result, width: number, shown: Shown): { chart: VNode; words: Words } {
  const settings = caption(result);
  if (isAnswer(figure))
    return {
      chart: answerChart(figure, result, width, shown.plugin),
      words: { heading: plain(sentence(result.report)), caption: settings },
    };
  const axis = axisOf({ ...result, entries: [] }, figure);
  const { series } = axis;
  if (figure === 'layers') return layersDrawn(axis, settings, width, shown);
  const few = figure === 'k' ? 'Grey ground: too few samples. ' : '';
  return {
    chart: <Multiples charts={atomCurves(axis)} joined={isJoined(figure)} width={width} label="" />,
    words: {
      heading: plain(holdsSentence(series, verdictsOf([series]), true)),
      caption: `${ACROSS[figure] ?? ''}${few}Open marks: plug-in. ${settings}`,
    },
  };
}

/** Draws a figure for export; `root` is where the page's styles hold. */
export const figureOf = (
  figure: Figure,
  result: Result,
  width: number,
  shown: Shown,
  root: Node = document.body,
): SVGSVGElement => onPaper(drawn(figure, result, width - 2 * MARGIN, shown), width, root);

/** The matrix of a study for export, as wide as its columns need. */
export function matrixFigure(study: Study, arrangement: Arrangement): SVGSVGElement {
  const data = matrixOf(study, arrangement);
  const width = Math.max(560, matrixWidth(data));
  const words = { heading: plain(studySentence(study)), caption: matrixCaption(study, data, arrangement) };
  return onPaper({ chart: <Matrix data={data} width={width} label="" />, words }, width + 2 * MARGIN);
}

/** Draws a chart out of sight, in the light theme, and frames it with its words. */
function onPaper(
  { chart, words }: { chart: VNode; words: Words },
  width: number,
  root: Node = document.body,
): SVGSVGElement {
  const place = document.createElement('div');
  place.className = 'paper offstage';
  root.appendChild(place);
  try {
    render(chart, place);
    const svg = place.querySelector('svg');
    if (!svg) throw new Error('no chart was drawn');
    settle(svg);
    return frame(svg, words, width);
  } finally {
    render(null, place);
    place.remove();
  }
}

/** The figure as text. */
export const svgText = (svg: SVGSVGElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;

/** The figure as pixels. */
export async function pngOf(svg: SVGSVGElement, scale: number): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svgText(svg)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(Number(svg.getAttribute('width')) * scale);
    canvas.height = Math.round(Number(svg.getAttribute('height')) * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large for this browser'))),
        'image/png',
      ),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
