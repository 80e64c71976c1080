/**
 * What of the browser the page needs besides its views: drops, files, clipboard, downloads, theme, history.
 */

import type { Dropped } from './actions/inspect';

/** All files of a drop, folders opened, at most so many. */
const MOST_ENTRIES = 10_000;

async function walk(entry: FileSystemEntry, found: Dropped[]): Promise<void> {
  if (found.length >= MOST_ENTRIES) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    found.push({ file, path: entry.fullPath.replace(/^\//, '') });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    for (const one of some.sort((p, q) => p.name.localeCompare(q.name, 'en', { numeric: true })))
      await walk(one, found);
  }
}

/**
 * Files of a drop. Entries must be taken before the first pause, for the browser empties the transfer after.
 */
async function filesOf(transfer: DataTransfer): Promise<Dropped[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (entries.every((entry) => entry === null))
    return [...transfer.files].map((file) => ({ file, path: file.name }));
  const found: Dropped[] = [];
  for (const entry of entries) if (entry) await walk(entry, found);
  return found;
}

/** The whole page takes drops. */
export function acceptDrops(over: (is: boolean) => void, take: (files: Dropped[]) => void): void {
  let depth = 0;
  const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  addEventListener('dragenter', (event) => {
    if (holdsFiles(event)) {
      depth += 1;
      over(true);
    }
  });
  addEventListener('dragleave', () => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) over(false);
  });
  addEventListener('dragover', (event) => {
    if (holdsFiles(event)) event.preventDefault();
  });
  addEventListener('drop', (event) => {
    if (!holdsFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    depth = 0;
    over(false);
    void filesOf(event.dataTransfer).then(take);
  });
}

/** One hidden file input for each way of choosing. */
export function fileChooser(
  take: (what: 'files' | 'folder' | 'check', files: Dropped[]) => void,
): (what: 'files' | 'folder' | 'check') => void {
  const inputs = new Map(
    (['files', 'folder', 'check'] as const).map((what) => {
      const input = document.createElement('input');
      input.type = 'file';
      input.multiple = true;
      input.hidden = true;
      input.id = `choose-${what}`;
      if (what === 'folder') input.webkitdirectory = true;
      input.addEventListener('change', () => {
        const files = [...(input.files ?? [])].map((file) => ({
          file,
          path: file.webkitRelativePath || file.name,
        }));
        input.value = '';
        if (files.length > 0) take(what, files);
      });
      document.body.append(input);
      return [what, input] as const;
    }),
  );
  return (what) => inputs.get(what)?.click();
}

export function download(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** The clipboard; where the browser refuses it, the old way through a selection. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'sr';
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

/** SHA-256 in hex; browsers offer it to secure pages only. */
export async function hash(file: File): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const KEPT = 'modalens.analysis.';

/** Analyses over a reload: the tab's own storage, which goes with the tab. */
export const session = {
  read(): { id: number; text: string }[] {
    try {
      return Object.keys(sessionStorage)
        .filter((key) => key.startsWith(KEPT))
        .map((key) => ({ id: Number(key.slice(KEPT.length)), text: sessionStorage.getItem(key) ?? '' }))
        .filter(({ id }) => Number.isSafeInteger(id));
    } catch {
      return [];
    }
  },
  write(id: number, text: string): void {
    sessionStorage.setItem(KEPT + id, text);
  },
  drop(id: number): void {
    try {
      sessionStorage.removeItem(KEPT + id);
    } catch {
      /* what cannot be written is not there either */
    }
  },
};

/** What the reader chose before; storage may be closed to the page. */
export const kept = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key: string, value: string): void {
    try {
      localStorage.setItem(key, value);
    } catch {
      /* private windows keep nothing */
    }
  },
  drop(key: string): void {
    try {
      localStorage.removeItem(key);
    } catch {
      /* what cannot be written is not there either */
    }
  },
};
