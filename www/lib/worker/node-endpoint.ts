/** A Node port or worker as Comlink expects an endpoint: with event listeners that get `{ data }`. */

import type { MessagePort, Worker } from 'node:worker_threads';
import type { Endpoint } from 'comlink';

/** The endpoint of a port or a worker. */
export function nodeEndpoint(port: MessagePort | Worker): Endpoint {
  const listeners = new Map<unknown, (data: unknown) => void>();
  return {
    postMessage: (message: unknown, transfer?: Transferable[]) =>
      port.postMessage(message, transfer as Parameters<typeof port.postMessage>[1]),
    addEventListener: (_type, listener) => {
      const hear = (data: unknown): void => {
        const event = { data } as MessageEvent;
        if (typeof listener === 'function') listener(event);
        else listener.handleEvent(event);
      };
      listeners.set(listener, hear);
      port.on('message', hear);
    },
    removeEventListener: (_type, listener) => {
      const hear = listeners.get(listener);
      if (hear) port.off('message', hear);
      listeners.delete(listener);
    },
  };
}
