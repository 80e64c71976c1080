// A thread that does what a test says: for crashes, hangs and aborts, which a sound engine does not do on demand.
import * as Comlink from 'comlink';
import type { Thread } from '../../../www/lib/run/worker';
import type { Boot, Host, Outcome } from '../../../www/lib/worker/host';

export type Script = (method: string, args: unknown[], thread: FakeThread) => unknown;

export const never = (): Promise<never> => new Promise(() => {});

/** One thread; the script answers its calls. */
export class FakeThread implements Thread {
  static all: FakeThread[] = [];
  readonly endpoint: MessagePort;
  readonly calls: string[] = [];
  terminated = false;
  stop: Int32Array | null = null;
  progress: Boot['progress'] | undefined;
  #deaths: ((cause: unknown) => void)[] = [];

  constructor(script: Script) {
    FakeThread.all.push(this);
    const { port1, port2 } = new MessageChannel();
    this.endpoint = port1;
    const host: Pick<Host, 'start' | 'call' | 'halt'> = {
      start: (boot) => {
        this.stop = boot.stop;
        this.progress = boot.progress;
        return { ok: true, value: 'fake' };
      },
      halt: () => {},
      call: async (method, args) => {
        this.calls.push(method);
        return { ok: true, value: await script(method, args, this) } as Outcome<never>;
      },
    };
    Comlink.expose(
      {
        ...host,
        call: async (method: never, args: never) => {
          try {
            return await host.call(method, args);
          } catch (error) {
            return { ok: false, error };
          }
        },
      },
      port2,
    );
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
