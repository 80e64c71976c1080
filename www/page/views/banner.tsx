/**
 * Told above an analysis that came from a link or a file: where from, whether it was computed again, whose
 * files.
 */

import type { Origin } from '../state/analyses';
import { day } from '../text/format';
import type { Level } from '../text/trust';
import { useApp } from './app-context';
import { Note } from './parts';

/** What the recomputation gave. */
function recomputed({ status, from }: Origin): { level: Level; text: string } {
  switch (status) {
    case 'checking':
      return { level: 'note', text: 'Computing again …' };
    case 'identical':
      return { level: 'pass', text: 'Recomputed here: identical.' };
    case 'differs':
      return { level: 'stop', text: 'Recomputed here: differs.' };
    case 'no-counts':
      return { level: 'caution', text: `Not recomputed: the ${from} holds no counts.` };
    case 'stopped':
      return { level: 'caution', text: 'Not recomputed: you stopped it. Open it again to compute it.' };
    case 'failed':
      return { level: 'caution', text: 'Not recomputed:' };
  }
}

/** What the reader's own files are to those that were used. */
function compared({ files, from }: Origin): { level: Level; text: string } {
  switch (files.status) {
    case 'unchecked':
      return { level: 'pass', text: '' };
    case 'checking':
      return { level: 'pass', text: 'Reading your files …' };
    case 'same':
      return { level: 'pass', text: `Your files are the same as those of the ${from}.` };
    case 'different':
      return { level: 'stop', text: files.detail };
    case 'unknown':
      return { level: 'caution', text: files.detail };
  }
}

const LEVELS: readonly Level[] = ['stop', 'caution', 'note', 'pass'];
const worst = (...levels: Level[]): Level => LEVELS.find((level) => levels.includes(level)) ?? 'pass';

/** "Made 20 Nov 2026 with Modalens 0.1.0." */
function Made({ origin: { made, engine } }: { origin: Origin }) {
  const parts = [made ? day(made) : '', engine ? `with Modalens ${engine}` : ''].filter(Boolean);
  return parts.length > 0 ? <span class="q">Made {parts.join(' ')}.</span> : null;
}

export function Banner() {
  const { state, actions } = useApp();
  const origin = state.origin.value;
  if (!origin) return null;
  const [again, files] = [recomputed(origin), compared(origin)];
  return (
    <div class="banner">
      <div class="page row between middle">
        <div role="status">
          <Note level={worst(again.level, files.level)}>
            <b>
              From a {origin.from}. {again.text}
            </b>{' '}
            {origin.detail && <>{origin.detail} </>}
            <Made origin={origin} />{' '}
            {files.text && <span class={files.level === 'pass' ? '' : 'lead'}>{files.text}</span>}
          </Note>
        </div>
        <span class="acts">
          {origin.status === 'checking' && (
            <button type="button" onClick={actions.stopRecomputing}>
              Cancel
            </button>
          )}
          <button type="button" onClick={actions.checkFiles}>
            Check against my files
          </button>
          <button type="button" onClick={actions.startOver}>
            Start my own
          </button>
        </span>
      </div>
    </div>
  );
}
