/**
 * Scores a file of answers on the arena's page, as `modalens arena score` does. The file is read here and
 * sent nowhere; the page's policy lets it connect to nothing.
 */

import { type Scores, scoresOf } from '../../lib/arena/score';
import { MOST_BYTES, readSubmission } from '../../lib/arena/submission';
import { MANIFEST } from '../../lib/arena/truth';
import { ModalensError } from '../../lib/types/errors';
import { arenaRow, HEAD, scoreOfForm } from './rows';

const IDS: ReadonlySet<string> = new Set(MANIFEST.map(({ id }) => id));

/** Problems without an answer that are named. */
const MOST_NAMED = 12;

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  given: Partial<HTMLElementTagNameMap[K]> = {},
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), given);
  element.append(...inside);
  return element;
}

const line = (cells: readonly string[]): HTMLElement =>
  make('tr', {}, ...cells.map((text) => make('td', {}, text)));

function table(caption: string, rows: readonly (readonly string[])[]): HTMLElement {
  const head = make(
    'tr',
    {},
    ...HEAD.map((text, i) => make('th', { scope: 'col' }, i === 0 ? 'problems' : text)),
  );
  const lines = rows.map(line);
  const body = make('tbody', {}, ...lines);
  const whole = make('table', {}, make('caption', {}, caption), make('thead', {}, head), body);
  const scroll = make('div', { className: 'scroll', tabIndex: 0, role: 'group' }, whole);
  scroll.setAttribute('aria-label', caption);
  return scroll;
}

/** "A, B and 3 more". */
function named(ids: readonly string[]): string {
  const more = ids.length - MOST_NAMED;
  return more > 0 ? `${ids.slice(0, MOST_NAMED).join(', ')} and ${more} more` : ids.join(', ');
}

function saved(scores: Scores, name: string): HTMLElement {
  const blob = new Blob([JSON.stringify(scores, null, 2)], { type: 'application/json' });
  const link = make(
    'a',
    { href: URL.createObjectURL(blob), download: `${name}.scores.json` },
    'Save as JSON',
  );
  return make('p', {}, link);
}

/** What is said of a file's scores. */
function shown(scores: Scores, name: string): HTMLElement[] {
  const { overall, kinds, missing } = scores;
  const rows = [
    arenaRow('all', overall),
    ...(['counts', 'embeddings'] as const).map((form) => arenaRow(form, scoreOfForm(scores, form)!)),
    ...kinds.map(({ kind, ...score }) => arenaRow(kind, score)),
  ];
  const lead = `${overall.answered} of ${overall.problems} problems answered.`;
  const rest = missing.length > 0 ? ` Without an answer of all four atoms: ${named(missing)}.` : '';
  return [
    make('p', {}, make('strong', {}, lead), rest),
    table(`Scores of ${name}, bits`, rows),
    saved(scores, name.replace(/\.\w+$/, '')),
  ];
}

/** The row of this file at the top of the page's own table of a form; the one of the file before goes. */
function besideOthers(scores: Scores, name: string): void {
  for (const old of document.querySelectorAll('tr[data-yours]')) old.remove();
  for (const form of ['counts', 'embeddings'] as const) {
    const body = document.querySelector(`[data-arena="${form}"] tbody`);
    const score = scoreOfForm(scores, form);
    if (!body || !score || score.answered === 0) continue;
    const row = line(arenaRow(name, score));
    row.dataset['yours'] = '';
    body.prepend(row);
  }
}

function refused(error: unknown): HTMLElement {
  if (!(error instanceof ModalensError)) throw error;
  const hint = error.hint ? ` ${error.hint}` : '';
  return make('p', {}, make('strong', {}, error.message), hint);
}

async function score(file: File): Promise<HTMLElement[]> {
  try {
    // One byte more than is taken, so that a file that is too long is refused and not read whole.
    const text = await file.slice(0, MOST_BYTES + 1).text();
    const scores = scoresOf(readSubmission(text, IDS), MANIFEST);
    besideOthers(scores, file.name);
    return shown(scores, file.name);
  } catch (error) {
    return [refused(error)];
  }
}

function start(place: HTMLElement): void {
  const input = make('input', { type: 'file', accept: '.csv,.json', id: 'file-of-answers' });
  const said = make('div', { role: 'status' });
  const label = make('label', { htmlFor: 'file-of-answers' }, 'File of answers, CSV or JSON');
  place.append(make('p', {}, label, input), said);
  place.hidden = false;
  input.addEventListener('change', async () => {
    const [file] = input.files ?? [];
    if (!file) return;
    said.replaceChildren(...(await score(file)));
    // The same file again, corrected, is a change too.
    input.value = '';
  });
}

start(document.getElementById('scorer')!);
