/** What actions work with: the state, the engine, and the few things of the browser that are not the page. */

import type { Analyzer, ErrorFacts } from '../library';
import type { Result } from '../state/analyses';
import type { AppState } from '../state/app';
import type { Varied } from '../state/explored';
import type { SampleName } from '../state/loads';
import type { Arrangement } from '../state/study/matrix';
import type { Study } from '../state/study/study';
import { BROWSERS } from '../support';
import type { StudyPort } from './study/storage';

/** The figures that can be exported. */
export type Figure = 'attribution' | 'contribution' | Varied | 'layers';

export interface Ports {
  copy(text: string): Promise<void>;
  download(name: string, blob: Blob): void;
  /** Opens the file chooser. */
  choose(what: 'files' | 'folder' | 'check'): void;
  /** A figure as it leaves the page, on white with its caption: SVG, or PNG at a scale. */
  picture(figure: Figure, result: Result, scale: number | null): Promise<Blob>;
  /** The matrix of a study, likewise. */
  matrix(study: Study, arrangement: Arrangement, scale: number | null): Promise<Blob>;
  /** What outlives a reload, but not the tab: texts by number. Writing throws where there is no room. */
  session: {
    read(): { id: number; text: string }[];
    write(id: number, text: string): void;
    drop(id: number): void;
  };
  /** The study over a reload. */
  studies: StudyPort;
  /** SHA-256 of a file in hex, or null where the browser does not offer it (no https). */
  hash(file: File): Promise<string | null>;
  /** The sample files of an example, and those of its further layers. */
  sample(names: readonly SampleName[]): Promise<File[]>;
  /** Address of the page without its fragment. */
  address(): string;
  now(): number;
}

export interface Context {
  state: AppState;
  engine: () => Promise<Analyzer>;
  ports: Ports;
  /** Shared analyses that are being computed again, by number. */
  recomputing: Map<number, AbortController>;
  /** Origins of pages whose files the reader has taken. */
  trusted: Set<string>;
}

const OTHER_BROWSER = `Run again; the files are kept. If it comes back, try ${BROWSERS}.`;

/** Said to visitors, where the library speaks to developers. */
const FOR_VISITORS: Partial<Record<ErrorFacts['code'], Partial<Pick<ErrorFacts, 'message' | 'hint'>>>> = {
  engine_unavailable: { message: 'The engine could not be started in this browser.', hint: OTHER_BROWSER },
  worker_failed: { hint: OTHER_BROWSER },
  worker_blocked: { hint: `Allow this page to use workers, or try ${BROWSERS}, without extensions.` },
  no_workers: { hint: `Use ${BROWSERS}.` },
};

/** Whatever was thrown, as code, message and hint. */
export function facts(thrown: unknown): ErrorFacts {
  if (
    typeof thrown === 'object' &&
    thrown !== null &&
    'code' in thrown &&
    'message' in thrown &&
    typeof thrown.code === 'string'
  ) {
    const hint = 'hint' in thrown && typeof thrown.hint === 'string' ? thrown.hint : '';
    const code = thrown.code as ErrorFacts['code'];
    return { code, message: String(thrown.message), hint, ...FOR_VISITORS[code] };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: 'unexpected',
    message: `Something unexpected happened: ${message}.`,
    hint: 'Your files are kept. Try again; if it comes back, please report it with the details.',
  };
}

/** An error as text for a report. */
export const details = (found: ErrorFacts, about: string): string =>
  `Modalens: ${found.code}\n${about}\n${found.message}\n${found.hint}`;

/** Says something for a while, in the polite live region. */
export function say({ state }: Context, text: string): void {
  state.toast.value = { text };
}
