/**
 * Modalens in a browser: what each modality of a multimodal model contributes.
 *
 * Nothing happens on import. The engine is fetched from `modalens.wasm` beside this script when it is
 * first needed, and runs in workers that are started from a blob.
 */

import { create } from './run/browser';
import type { AnalyzerConfig } from './run/config';
import type { Analyzer } from './types/analyzer';

export * from './public';

/** Makes an analyzer; workers start when they are first needed. */
export async function createAnalyzer(config: AnalyzerConfig = {}): Promise<Analyzer> {
  return create(config, () => new URL('./wasm/modalens_bg.wasm', import.meta.url));
}
