/**
 * Parquet files as inputs: the engine decides by the first rows which columns are meant, as of any table; a
 * worker of its own reads these, once for each file.
 */

import * as Comlink from 'comlink';
import { type FileInput, fromArray, type Input } from '../inputs/source';
import { Ending } from '../run/ending';
import type { Ask, Thread } from '../run/worker';
import type { InputFacts, LoadHow, Table } from '../types/engine';
import { disposed, toModalensError } from '../types/errors';
import type { Columns, ParquetCalls, ParquetFile, Sample, Wanted } from './protocol';

/** What answers: a thread, or the calls themselves on this one. */
export type ParquetHost = Thread | ParquetCalls;

/** What answers, once it is there. */
interface Started {
  calls: ParquetCalls;
  thread?: Thread;
  ending: Ending;
}

/** Converted files that are kept, for runs to come. */
const KEPT = 8;

/** Whether the file of an input is a Parquet file; what it is called in the report may be something else. */
export function isParquet(input: Input): input is FileInput {
  if (input.type === 'labels') return false;
  const file = input.type === 'path' ? input.path : input.blob instanceof File ? input.blob.name : '';
  return [input.name, file].some((name) => /\.(parquet|pq)$/i.test(name));
}

/**
 * What the engine reads in place of a file, and what its table is: columns to choose from, and the choice.
 */
export interface OpenedParquet {
  /** null where a choice is open. */
  input: Input | null;
  table: InputFacts;
}

const fileOf = (input: FileInput): ParquetFile => (input.type === 'path' ? input.path : input.blob);

/** Columns as an input; its name and hash stay those of the file. */
function inputOf({ name }: FileInput, found: Columns, sha256: string | null): Input {
  const input =
    found.kind === 'labels'
      ? ({ type: 'labels', name, values: found.values, how: {} } as const)
      : fromArray(found.data, found.shape, name, {});
  return { ...input, sha256 };
}

/** Reads Parquet files for an analyzer. */
export class ParquetReader {
  readonly #spawn: () => Promise<ParquetHost>;
  readonly #kept = new Map<string, Promise<Input>>();
  readonly #numbers = new WeakMap<Blob, number>();
  #files = 0;
  #host: Promise<Started> | undefined;

  constructor(spawn: () => Promise<ParquetHost>) {
    this.#spawn = spawn;
  }

  /** Finds out what is meant, and reads it. */
  async open(ask: Ask, input: FileInput, how: Partial<LoadHow>): Promise<OpenedParquet> {
    const file = fileOf(input);
    const sample = await this.#ask(input, (calls) => calls.sample(file));
    const table = await this.#decide(ask, input, how, sample);
    const { column, features, kind } = table;
    if (kind === null) return { input: null, table };
    const columns = features.length > 0 ? features : [column ?? this.#only(sample)];
    return { input: await this.#read(input, { columns, kind }), table };
  }

  /** The name of the only column of a sample of one. */
  #only({ text }: Sample): string {
    return text.slice(0, text.indexOf('\n')).replace(/^"|"$/g, '').replaceAll('""', '"');
  }

  /** What the engine makes of the first rows. */
  async #decide(ask: Ask, input: FileInput, how: Partial<LoadHow>, sample: Sample): Promise<InputFacts> {
    const name = `${input.name}.${sample.extension}`;
    const first = { type: 'blob', name, blob: new Blob([sample.text]), how: input.how } as const;
    try {
      const { facts } = await ask('load', 'inspected', first, { ...how, mode: 'inspect' }, false);
      const members = facts.members.map((member) => ({
        ...member,
        shape: [sample.rows, ...member.shape.slice(1)],
      }));
      const [, ...rest] = facts.shape;
      return { ...facts, name: input.name, rows: sample.rows, shape: [sample.rows, ...rest], members };
    } catch (thrown) {
      const error = toModalensError(thrown);
      error.message = error.message.replaceAll(name, input.name);
      throw error;
    }
  }

  /** Whole columns, as they were read before or now. */
  #read(input: FileInput, wanted: Wanted): Promise<Input> {
    const file = fileOf(input);
    const key = JSON.stringify([this.#key(file), input.name, wanted]);
    const before = this.#kept.get(key);
    // A path may name another file by now.
    if (before && typeof file !== 'string') return before;
    const made = this.#ask(input, async (calls) => {
      const found = await calls.read(file, wanted);
      return inputOf(input, found, await calls.hash(file));
    });
    this.#kept.set(key, made);
    made.catch(() => this.#kept.delete(key));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return made;
  }

  #key(file: ParquetFile): string | number {
    if (typeof file === 'string') return file;
    const number = this.#numbers.get(file) ?? ++this.#files;
    this.#numbers.set(file, number);
    return number;
  }

  /** A table of counts as CSV, which the engine parses. */
  async tables(input: FileInput, parse: (csv: Input) => Promise<Table[]>): Promise<Table[]> {
    const text = await this.#ask(input, (calls) => calls.table(fileOf(input)));
    return parse({ type: 'blob', name: `${input.name}.csv`, blob: new Blob([text]), how: input.how });
  }

  /** One call about a file; when its thread dies the next starts another. */
  async #ask<T>(input: FileInput, call: (calls: ParquetCalls) => Promise<T>): Promise<T> {
    const { calls, thread, ending } = await (this.#host ??= this.#start());
    thread?.hold?.(true);
    try {
      return await ending.before(call(calls));
    } catch (thrown) {
      const error = toModalensError(thrown);
      if (error.code === 'bad_parquet') error.message = `${input.name}: ${error.message}`;
      throw error;
    } finally {
      thread?.hold?.(false);
    }
  }

  async #start(): Promise<Started> {
    const host = await this.#spawn();
    const ending = new Ending();
    this.#end = (cause) => {
      this.#host = undefined;
      ending.come(cause);
    };
    if (!('endpoint' in host)) return { calls: host, ending };
    host.onDeath((cause) => this.#end(cause));
    const calls = Comlink.wrap<ParquetCalls>(host.endpoint) as unknown as ParquetCalls;
    return { calls, thread: host, ending };
  }

  #end: (cause: unknown) => void = () => {};

  /** Ends what runs; calls still pending reject with `reason`. */
  async stop(reason: unknown): Promise<void> {
    const host = await this.#host?.catch(() => undefined);
    host?.thread?.terminate();
    this.#end(reason);
  }

  /** Ends it for good. */
  dispose(): void {
    this.#kept.clear();
    void this.stop(disposed());
  }
}
