// A thread that does what a test says: for crashes, hangs and aborts, which a sound engine does not do on
// demand.
import * as Comlink from 'comlink';
import type { Thread } from '../../../www/lib/run/worker';
import type { CallProgress } from '../../../www/lib/worker/protocol';

export type Script = (method: string, args: unknown[], thread: FakeThread) => unknown;

export const never = (): Promise<never> => new Promise(() => {});

/** One thread; the script answers its calls. */
export class FakeThread implements Thread {
  static all: FakeThread[] = [];
  readonly endpoint: MessagePort;
  readonly calls: string[] = [];
  terminated = false;
  stop: Int32Array | null = null;
  readonly #far: MessagePort;
  #deaths: ((cause: unknown) => void)[] = [];

  constructor(script: Script) {
    FakeThread.all.push(this);
    const { port1, port2 } = new MessageChannel();
    this.endpoint = port1;
    this.#far = port2;
    const answer = (method: string) => {
      if (method === 'start')
        return (_: unknown, stop: Int32Array | null) => {
          this.stop = stop;
          return 'fake';
        };
      if (method === 'halt') return () => {};
      return async (...args: unknown[]) => {
        this.calls.push(method);
        return script(method, args, this);
      };
    };
    Comlink.expose(new Proxy({}, { get: (_, method) => answer(String(method)), has: () => false }), port2);
  }

  /** Says how far a call is. */
  tell(progress: CallProgress): void {
    this.#far.postMessage({ progress });
  }

  onDeath(listener: (cause: unknown) => void): void {
    this.#deaths.push(listener);
  }

  die(cause: unknown): void {
    for (const tell of this.#deaths) tell(cause);
  }

  terminate(): void {
    this.terminated = true;
    this.endpoint.close();
  }
}

export const crash = {
  code: 'engine_crashed',
  message: 'The engine stopped unexpectedly: unreachable.',
  hint: 'Run again.',
};
