// Files that change while they are used: the report is of the bytes whose hash it names, or there is none.
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPath } from '../../../www/lib/inputs/path';
import { createAnalyzer, encodeNpy } from '../../../www/lib/node';

const folder = mkdtempSync(join(tmpdir(), 'modalens-changed-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ROWS = 3000;
const WIDTH = 40;
const path = join(folder, 'image.npy');
const x2 = { data: Float32Array.from({ length: ROWS * 2 }, (_, i) => Math.sin(i * i)), shape: [ROWS, 2] };
const y = Array.from({ length: ROWS }, (_, i) => i % 3);
const file = (seed: number) =>
  encodeNpy(
    Float32Array.from({ length: ROWS * WIDTH }, (_, i) => Math.sin(seed + i * i)),
    [ROWS, WIDTH],
  );
const [first, second] = [file(1), file(2)];
const hash = createHash('sha256').update(first).digest('hex');

function replace(): void {
  writeFileSync(`${path}.new`, second);
  renameSync(`${path}.new`, path);
}

beforeEach(() => writeFileSync(path, first));

/** All bytes of a file; `meanwhile` happens after the first piece. */
async function readAll(version: string | null, meanwhile = () => {}): Promise<number> {
  const bytes = await openPath(path, version);
  try {
    let read = 0;
    for await (const piece of bytes.pieces()) {
      if (read === 0) meanwhile();
      read += piece.length;
    }
    return read;
  } finally {
    await bytes.close();
  }
}

const changed = { code: 'file_changed', message: expect.stringContaining(path), hint: expect.any(String) };

describe('a file by path', () => {
  it('is read whole when nothing happens to it', async () => {
    expect(await readAll(null)).toBe(first.length);
  });

  it.each<[string, () => void]>([
    ['longer', () => appendFileSync(path, 'more')],
    ['shorter', () => truncateSync(path, 1000)],
    ['another of the same length', () => writeFileSync(path, second)],
  ])('that becomes %s while it is read is refused', async (_, change) => {
    await expect(readAll(null, change)).rejects.toMatchObject(changed);
  });

  it('is known again, and refused once it is another', async () => {
    const bytes = await openPath(path, null);
    await bytes.close();
    expect(await readAll(bytes.version)).toBe(first.length);
    replace();
    await expect(openPath(path, bytes.version)).rejects.toMatchObject(changed);
  });

  it.each([
    ['is deleted', path, 'there is no such file'],
    ['is a folder', folder, 'it is a folder'],
  ])('that %s says so', async (_, name, why) => {
    rmSync(path);
    const message = expect.stringContaining(why) as string;
    await expect(openPath(name, null)).rejects.toMatchObject({ code: 'file_unreadable', message });
  });
});

describe('a run', { timeout: 120_000 }, () => {
  // K-means sees a sample, so that the file is read a second time after it.
  const options = { k: 4, seed: 1, n_init: 2, method: 'plugin', budget_bytes: 200_000 } as const;

  it('whose file is replaced meanwhile is refused, and names the file', async () => {
    // With a clock that hurries, the first word of the analysis comes before its first task.
    let now = 0;
    vi.spyOn(Date, 'now').mockImplementation(() => (now += 100));
    const a = await createAnalyzer({ workers: 2 });
    let replaced = false;
    const run = a.analyze({ x1: path, x2, y }, options, {
      onProgress({ phase }) {
        if (replaced || phase === 'read' || phase === 'fetch') return;
        replaced = true;
        replace();
      },
    });
    await expect(run).rejects.toMatchObject(changed);
    vi.restoreAllMocks();
    a.dispose();
  });

  it('names the hash of the bytes that it used', async () => {
    const a = await createAnalyzer({ workers: 3 });
    const report = await a.analyze({ x1: path, x2, y }, options);
    expect(report.inputs.x1.sha256).toBe(hash);
    const bytes = await a.analyze({ x1: readFileSync(path), x2, y }, options);
    expect(report.atoms_bits).toEqual(bytes.atoms_bits);
    replace();
    const other = await a.analyze({ x1: path, x2, y }, options);
    expect(other.inputs.x1.sha256).not.toBe(hash);
    expect(other.atoms_bits).not.toEqual(report.atoms_bits);
    a.dispose();
  });
});
