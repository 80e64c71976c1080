/** What the varied choices and their values are called. */

import type { SeriesKind } from '../library';

/** Preparations in the order in which they are compared. */
export const PREPARATION_NAMES = ['l2', 'none', 'centre', 'whiten'] as const;

const VALUES: Record<string, string> = {
  l2: 'L2',
  none: 'none',
  centre: 'centred',
  whiten: 'whitened',
  kmeans: 'plain',
  probe: 'label-aware',
};

const SCORES: Record<string, string> = { argmax: 'best option', kmeans: 'clusters' };

/** A value on its axis. */
export const valueName = (kind: SeriesKind, label: string): string =>
  kind === 'k' || kind === 'noise'
    ? label
    : kind === 'scores'
      ? (SCORES[label] ?? label)
      : kind === 'layers'
        ? label.replace(/^layer /, '')
        : (VALUES[label] ?? label);

/** A value in a sentence: "K = 8", "layer 3", "whitened". */
export const valueIn = (kind: SeriesKind, label: string): string =>
  kind === 'k'
    ? `K = ${label}`
    : kind === 'layers'
      ? `layer ${valueName(kind, label)}`
      : kind === 'noise'
        ? `noise of ${label}`
        : valueName(kind, label);

/** A choice on its button. */
export const CHOICE: Record<SeriesKind, string> = {
  k: 'K',
  preparation: 'Preparation',
  discretiser: 'Codes',
  scores: 'Y',
  noise: 'Noise',
  seeds: 'Seeds',
  layers: 'Layers',
};

/** "at every K", "under every preparation", "in both kinds of codes". */
export const EVERYWHERE: Record<SeriesKind, string> = {
  k: 'at every K',
  preparation: 'under every preparation',
  discretiser: 'in both kinds of codes',
  scores: 'in both readings of Y',
  noise: 'at every noise level',
  seeds: 'at every seed',
  layers: 'at every layer',
};

/** Whether an axis has an order, so that its points are joined. */
export const isJoined = (kind: SeriesKind): boolean => kind === 'k' || kind === 'noise' || kind === 'layers';

/** What lies across. */
export const ACROSS: Partial<Record<SeriesKind, string>> = {
  k: 'Across: K, codes of each modality. ',
  noise: 'Across: noise, in deviations of a feature within codes. ',
};

/** Why the choice is varied, in three sentences. */
export const WHY: Partial<Record<SeriesKind, string>> = {
  k:
    'The answer depends on how finely the embeddings are cut into codes. Here the same analysis is made' +
    ' at every K, also at the 16, 64 and 256 of the source paper, whether or not there are samples ' +
    'enough. What holds at every K that the samples support does not hang on the choice of K.',
  preparation:
    'K-means sees distances, and these depend on how the embeddings are prepared. Here the same ' +
    'analysis is made on L2-normalised embeddings, on embeddings as they are, centred and whitened, at ' +
    'one K. What holds under all of them is not made by the preparation.',
  noise:
    'What hangs on fine detail of the embeddings goes first when noise is added to them. Here every ' +
    'sample gets noise of so many times the spread within its code, and is coded again by the same ' +
    'centroids. What holds at 0.3 does not hang on detail; noise turns some of what is shared into synergy.',
  scores:
    'Y holds how probable each option is to the model. Its best option is what the model answers; ' +
    'clusters of the distributions also tell sure from unsure. What differs between them is in how sure ' +
    'the model is, not in what it answers.',
  discretiser:
    'Plain codes follow where the samples lie, label-aware codes follow what a held-out probe says of ' +
    'the output. Here both are decomposed side by side at one K. What differs is read by a probe but ' +
    'not seen by the plain codes.',
};
