// Every failure around the engine can be provoked, and says what to do; those of the engine and of files are
// provoked in tests/engine/errors.rs.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { readSubmission } from '../../www/lib/arena/submission';
import { planStudy } from '../../www/lib/cli/manifest';
import { analyzeLayers } from '../../www/lib/explore/layers';
import { rowsOf } from '../../www/lib/explore/study-files';
import { decodeCodebook } from '../../www/lib/export/codebook';
import { FAILURES } from '../../www/lib/generated/failures';
import { openPath } from '../../www/lib/inputs/path';
import { createAnalyzer, encodeNpy } from '../../www/lib/node';
import { create } from '../../www/lib/run/browser';
import { Follow, SILENCE } from '../../www/lib/run/follow';
import { missing } from '../../www/lib/run/support';
import { decodeFile, decodeLink } from '../../www/lib/share';
import type { ErrorCode, ErrorFacts } from '../../www/lib/types/errors';
import { facts } from '../../www/page/actions/context';
import { opened } from '../../www/page/actions/shared';
import { part } from '../../www/page/part';
import { analyzer, INPUTS, TABLE } from './lib/fake-pool';
import type { Script } from './lib/fakes';
import { fake, golden } from './lib/runners';

const folder = mkdtempSync(join(tmpdir(), 'modalens-failures-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const written = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

// The smallest module there is: neither fakes nor stubs run it.
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** An analysis that ends without a report. */
const stalled: Script = (method) =>
  ({
    resolveOptions: { preparation: {} },
    load: { facts: { target: {}, rows: 2, columns: 1 }, size: 0, version: null },
    open: { ready: [], progress: { phase: 'p', phases: [], share: 1, remaining: 0, partitions: [0, 1] } },
  })[method];

/** A browser whose workers end at once, after they have spoken or before. */
function endingWorkers(spoke: boolean): void {
  class Ending extends EventTarget {
    constructor() {
      super();
      setTimeout(() => {
        if (spoke) this.dispatchEvent(new MessageEvent('message', { data: {} }));
        this.dispatchEvent(Object.assign(new Event('error'), { message: 'it was ended' }));
      });
    }
    postMessage(): void {}
    terminate(): void {}
  }
  vi.stubGlobal('Worker', Ending);
}
const inBrowser = () => create({ workers: 1, wasm: EMPTY }, () => EMPTY).decompose(TABLE);

const layers = (x1: object | string, x2: object | string) =>
  analyzeLayers(
    fake(() => golden),
    { x1: x1 as never, x2: x2 as never, y: 'flat' },
  );
const layered = (...numbers: number[]) => ({ layers: numbers.map((layer) => ({ layer, source: 'flat' })) });

/** What fails, by the code that it must fail with: what it throws, or gives where it only tells. */
const PROVOKED: Partial<Record<ErrorCode, () => unknown>> = {
  // Told by the engine's module, of what only JavaScript can give.
  unknown_option: async () => (await createAnalyzer()).resolveOptions({ kk: 1 } as never),
  malformed: async () => (await createAnalyzer()).resolveOptions({ k: 'many' } as never),

  engine_crashed: () =>
    analyzer(() => {
      throw new WebAssembly.RuntimeError('unreachable');
    }).decompose(TABLE),
  engine_unavailable: async () => (await createAnalyzer({ wasm: new Uint8Array(3) })).version(),
  engine_stalled: () => analyzer(stalled).analyze(INPUTS),
  worker_failed: () => {
    endingWorkers(true);
    return inBrowser();
  },
  worker_blocked: () => {
    endingWorkers(false);
    return inBrowser();
  },
  no_progress: () => {
    vi.useFakeTimers();
    let told: unknown;
    new Follow({
      onSilence: (found) => {
        told = found;
      },
    }).watch();
    vi.advanceTimersByTime(1000 * SILENCE);
    return told;
  },
  no_webassembly: () => {
    vi.stubGlobal('WebAssembly', undefined);
    return missing(true);
  },
  no_simd: () => {
    vi.stubGlobal('WebAssembly', { validate: () => false });
    return missing(true);
  },
  no_workers: () => {
    vi.stubGlobal('Worker', undefined);
    return missing(true);
  },
  disposed: () => {
    const engine = analyzer(stalled);
    engine.dispose();
    return engine.version();
  },

  not_loaded: () => part(() => Promise.reject(new TypeError('Failed to fetch'))),
  unexpected: () => facts(new TypeError('x is undefined')),
  nothing_shared: () => opened({ analyses: [], series: [], view: {} } as never, 'link', null),

  file_unreadable: () => openPath(join(folder, 'nowhere.npy'), null),
  file_changed: () => openPath(written('changed.npy', 'x'), 'as it was before'),
  bad_parquet: async () => (await createAnalyzer()).inspect(written('bad.parquet', 'PAR1 no more PAR1')),
  unsupported_source: async () => (await createAnalyzer()).inspect(7 as never),
  shape_mismatch: () => encodeNpy(Float32Array.of(1, 2, 3), [2, 2]),
  malformed_codebook: () => decodeCodebook('{}'),

  link_damaged: () => decodeLink('#m2.not-a-link'),
  file_damaged: () => decodeFile('{}'),
  link_version: () => decodeLink('#m99.AAAA'),

  no_layers: () => layers(layered(), 'flat'),
  layers_differ: () => layers(layered(0, 1), layered(0, 2)),
  bad_pattern: () => rowsOf([], ['{model}.npy']),
  missing_input: async () => {
    written('x1.npy', '');
    written('y.npy', '');
    const [row] = await planStudy(folder, true, [], await createAnalyzer());
    return row && 'error' in row ? row.error : row;
  },
  usage: () => readSubmission('no table', new Set()),
};

/** What was thrown, or else given. */
async function outcome(provoke: () => unknown): Promise<ErrorFacts> {
  try {
    return (await provoke()) as ErrorFacts;
  } catch (thrown) {
    return thrown as ErrorFacts;
  }
}

/** Codes of the engine that only JavaScript can provoke: IN_TYPESCRIPT of tests/engine/errors.rs. */
const OF_THE_ENGINE = ['malformed', 'unknown_option'];

it('every failure around the engine is provoked here, and no other', () => {
  const promised = FAILURES.filter(({ origin }) => origin === 'package').map(({ code }) => code);
  expect(Object.keys(PROVOKED).sort()).toEqual([...promised, ...OF_THE_ENGINE].sort());
});

describe.each(Object.entries(PROVOKED))('%s', (code, provoke) => {
  it('is what it fails with; it says what was found and what to do', async () => {
    const told = await outcome(provoke);
    expect(told).toMatchObject({ code, message: expect.stringMatching(/\w{3}/) as string });
    expect(told.hint).toMatch(/\w{3}.*[.:]$/s);
  });
});

it('no source names a code that the catalogue has not', () => {
  const root = fileURLToPath(new URL('../../www/', import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => /\.tsx?$/.test(file) && !/^lib.(generated|wasm)/.test(file));
  const named = sources.flatMap((file) =>
    [...readFileSync(root + file, 'utf8').matchAll(/\bcode: '(\w+)'/g)].map(([, code]) => code),
  );
  expect(named.length).toBeGreaterThan(25);
  const known = new Set<string | undefined>(FAILURES.map(({ code }) => code));
  expect(named.filter((code) => !known.has(code))).toEqual([]);
});
