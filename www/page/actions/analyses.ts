/** Analyses are found again: by the browser's history, after a reload, from the first screen. */

import { batch } from '@preact/signals';
import type { SharedAnalysis } from '../../lib/share';
import type { Analysis } from '../state/analyses';
import type { View } from '../state/app';
import type { Context } from './context';
import { recompute } from './recompute';
import { library, opened } from './shared';

/** Where the reader is: what the browser's history remembers. */
export interface Place {
  view: View;
  /** The analysis that it is about; null for views that are about none. */
  id: number | null;
}

/**
 * An analysis from what the session held, and what there is to compute again where it came from elsewhere.
 */
async function analysisOf(id: number, text: string): Promise<[Analysis, SharedAnalysis | null]> {
  const { decodeFile, decodeLink } = await library();
  const isLink = text.startsWith('#');
  const shared = isLink ? await decodeLink(text) : decodeFile(text);
  const { analysis, result, origin } = opened(shared, isLink ? 'link' : 'file', isLink ? text : null);
  const own = !isLink && shared.view.from !== 'file';
  return [{ ...result, id, origin: own ? null : origin, entries: [] }, own ? null : analysis];
}

export const analysisActions = (context: Context) => {
  const { state, ports } = context;
  /** Analyses from elsewhere that were not computed again since the reload. */
  const unchecked = new Map<number, SharedAnalysis>();

  /** Makes an analysis the one that the views are about. */
  function turnTo(view: View, id: number | null): void {
    batch(() => {
      if (id !== null) state.current.value = id;
      state.explained.value = null;
      state.view.value = view;
    });
    const shared = id === null ? undefined : unchecked.get(id);
    if (id === null || !shared) return;
    unchecked.delete(id);
    void recompute(context, id, shared);
  }

  return {
    /** Takes back what the session held before a reload; what is damaged is left out. */
    async restore(): Promise<void> {
      const kept = ports.session.read();
      if (kept.length === 0) return;
      state.opening.value = 'session';
      state.view.value = 'opening';
      const found = await Promise.allSettled(kept.map(({ id, text }) => analysisOf(id, text)));
      const whole = found.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      for (const [{ id }, shared] of whole) if (shared) unchecked.set(id, shared);
      state.analyses.value = whole.map(([analysis]) => analysis).sort((p, q) => p.id - q.id);
    },

    /**
     * Goes to where the browser's history says that the reader was, or as near as can be with a word on why.
     */
    go({ view, id }: Place, why: string | null = null): void {
      turnTo(view, id);
      state.notice.value = why;
    },

    /** Opens an analysis that the tab holds. */
    reopen: (id: number): void => turnTo('answer', id),

    /**
     * The first screen, for something new. Analyses stay in the tab, each with the files that it came from.
     */
    startOver(): void {
      batch(() => {
        state.entries.value = [];
        state.failure.value = null;
        state.broken.value = null;
        state.explained.value = null;
        state.view.value = 'landing';
      });
    },

    /** Files and options of the analysis, to be changed. */
    changeFiles(): void {
      batch(() => {
        state.entries.value = state.result.value?.entries ?? [];
        state.view.value = 'files';
      });
    },
  };
};
