/** Small pieces that several views share. */

import type { Signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ErrorFacts, Report } from '../library';
import { adviceOf } from '../text/advice';
import { count } from '../text/format';
import type { Sentence as Words } from '../text/sentence';
import type { Level } from '../text/trust';
import { useApp } from './app-context';

const ICON: Record<Level, JSX.Element> = {
  pass: <path d="M2 7.5 5.5 11 12 3.5" class="stroke" />,
  caution: (
    <>
      <path d="M7 1 13.5 13H.5Z" class="caution-mark" />
      <path d="M7 5v4M7 10.2v1.4" class="caution-ink" />
    </>
  ),
  note: (
    <>
      <circle cx="7" cy="7" r="6.25" class="stroke thin" />
      <path d="M7 6.2v4.3M7 3.4v1.6" class="stroke thin" />
    </>
  ),
  stop: (
    <>
      <circle cx="7" cy="7" r="6.25" class="stroke thin" />
      <path d="M4.5 4.5l5 5m0-5-5 5" class="stroke thin" />
    </>
  ),
};
const SAID: Record<Level, string> = { pass: '', note: 'Note: ', caution: 'Caution: ', stop: 'Stop: ' };
const NAME: Record<Level, string> = { pass: 'ok', note: 'info', caution: 'warn', stop: 'bad' };

/** A mark and words; the level is in both. */
export function Note({
  level,
  class: more = '',
  children,
  as: As = 'div',
}: {
  level: Level;
  class?: string;
  children: ComponentChildren;
  as?: 'div' | 'p' | 'li';
}) {
  const Inner = As === 'p' ? 'span' : 'div';
  return (
    <As class={`note ${NAME[level]} ${more}`}>
      <svg viewBox="0 0 14 14" aria-hidden="true">
        {ICON[level]}
      </svg>
      <Inner>
        {SAID[level] && <span class="sr">{SAID[level]}</span>}
        {children}
      </Inner>
    </As>
  );
}

/** A chart as wide as its place, drawn again when the place changes. */
export function Figure({
  children,
  class: name,
}: {
  children: (width: number) => ComponentChildren;
  class?: string;
}) {
  const place = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const measure = () => setWidth(Math.floor(element.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <figure ref={place} class={name}>
      {width > 0 && children(width)}
    </figure>
  );
}

/** The sentence, as the page's heading. */
export const Sentence = ({ words, class: name = 't-xl measure' }: { words: Words; class?: string }) => (
  <h1 class={name} tabIndex={-1}>
    <b>{words.lead}</b> {words.rest}
  </h1>
);

/** "image × text → label, n = 1,906, K = 8, Ky = 9". */
export function What({
  report,
  title,
  names = true,
}: {
  report: Report;
  title?: string | null;
  names?: boolean;
}) {
  const { k1, k2, ky } = report.partition;
  const [a, b, y] = report.options.names;
  return (
    <>
      {title ?? `${a} × ${b} → ${y}`}, n = {count(report.n)}, K = {k1 === k2 ? k1 : `${k1}, ${k2}`}, K
      <sub>y</sub> = {ky}
      {names ? '' : '; file names not shared'}
    </>
  );
}

/** A page of the documentation, in a tab of its own: files and numbers live in this one only. */
export function DocsLink({ to = '', children }: { to?: string; children: ComponentChildren }) {
  const { state } = useApp();
  return (
    <a href={`${state.base.value}docs/${to}`} target="_blank" rel="noopener">
      {children}
    </a>
  );
}

/** A failure: what was found, what to do, and by its code why such a thing happens. */
export function Told({ problem: { code, message, hint } }: { problem: ErrorFacts }) {
  const { sentence, lines } = adviceOf(hint);
  return (
    <>
      <span class="lead">{message}</span> {sentence} <DocsLink to={`errors.html#${code}`}>Why</DocsLink>
      {lines && <pre class="gap-8">{lines}</pre>}
    </>
  );
}

/** Text that acts: looks like a link, is a button. */
export const TextButton = ({
  children,
  onClick,
  ...rest
}: { children: ComponentChildren; onClick: () => void } & Record<string, unknown>) => (
  <button type="button" class="text" onClick={onClick} {...rest}>
    {children}
  </button>
);

/** Something that is drawn or not. */
export function Switch({ on, children }: { on: Signal<boolean>; children: ComponentChildren }) {
  return (
    <label>
      <input
        type="checkbox"
        checked={on.value}
        onChange={(event) => {
          on.value = event.currentTarget.checked;
        }}
      />
      {children}
    </label>
  );
}

/** Shows the numbers of a chart as a table, or hides it. */
export const TableButton = ({ on }: { on: Signal<boolean> }) => (
  <TextButton
    aria-expanded={on.value}
    onClick={() => {
      on.value = !on.value;
    }}
  >
    {on.value ? 'hide table' : 'as table'}
  </TextButton>
);
