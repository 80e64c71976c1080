/**
 * The study over a reload, in the browser's own database: what tells the rows apart, and their reports as
 * they come. Never a file, never an embedding.
 */

import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';
import type { KeptHead, KeptRow, StudyStorage } from './actions/study/storage';

interface Schema extends DBSchema {
  head: { key: string; value: KeptHead };
  rows: { key: string; value: KeptRow };
}

const NAME = 'modalens';
const HEAD = 'study';

let opened: Promise<IDBPDatabase<Schema>> | null = null;

/** Opened when something is kept or read; lets another page delete it or bring a newer version in. */
function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>(NAME, 1, {
    upgrade(db) {
      db.createObjectStore('head');
      db.createObjectStore('rows');
    },
    blocking(_, __, event) {
      opened = null;
      (event.target as IDBDatabase).close();
    },
    terminated() {
      opened = null;
    },
  });
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

const keyOf = ({ study, id }: KeptRow): string => `${study} ${id}`;

export const storage: StudyStorage = {
  async read() {
    const db = await database();
    const head = await db.get('head', HEAD);
    if (!head) return null;
    const rows = await db.getAll('rows');
    return { head, rows };
  },
  async write(head, rows) {
    const change = (await database()).transaction(['head', 'rows'], 'readwrite');
    await Promise.all([
      change.objectStore('rows').clear(),
      change.objectStore('head').put(head, HEAD),
      ...rows.map((row) => change.objectStore('rows').put(row, keyOf(row))),
      change.done,
    ]);
  },
  async add(row) {
    await (await database()).put('rows', row, keyOf(row));
  },
  async forget() {
    (await opened?.catch(() => null))?.close();
    opened = null;
    await deleteDB(NAME);
  },
};
