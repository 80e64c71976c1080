/** Told above everything when what is shown came from a link or a file, and whether it was computed again. */

import type { LinkState } from '../state/app';
import { day } from '../text/format';
import type { Level } from '../text/trust';
import { useApp } from './app-context';
import { Note } from './parts';

const STATUS: Record<LinkState['status'], { level: Level; text: string }> = {
  checking: { level: 'pass', text: 'Computing again …' },
  identical: { level: 'pass', text: 'Recomputed here: identical.' },
  differs: { level: 'stop', text: 'Recomputed here: differs.' },
  'no-counts': { level: 'caution', text: 'Not recomputed: the counts did not fit in the link.' },
  failed: { level: 'caution', text: 'Not recomputed:' },
};

function FilesCheck({ files }: { files: LinkState['files'] }) {
  if (files === 'unchecked') return null;
  return files === 'same' ? (
    <> Your files are the same as those of the link.</>
  ) : (
    <>
      {' '}
      <span class="lead">{files}</span>
    </>
  );
}

export function Banner() {
  const { state, actions } = useApp();
  const link = state.link.value;
  if (!link || !state.result.value) return null;
  const { level, text } = STATUS[link.status];
  const made = [
    link.made ? `Made ${day(link.made)}` : 'Made',
    link.engine ? ` with Modalens ${link.engine}.` : '.',
  ].join('');
  return (
    <div class="banner">
      <div class="page row between middle">
        <div role="status">
          <Note level={level}>
            <b>
              From a {link.from}. {text}
            </b>{' '}
            {link.detail && <>{link.detail} </>}
            <span class="q">{link.made || link.engine ? made : ''}</span>
            <FilesCheck files={link.files} />
          </Note>
        </div>
        <span class="acts">
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
