/** Entry of Node's worker thread for Parquet files. */

import { parentPort } from 'node:worker_threads';
import * as Comlink from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { asyncBufferFromFile } from 'hyparquet';
import { blobBytes, parquetCalls } from './calls';

if (parentPort)
  Comlink.expose(
    parquetCalls(async (file) => (typeof file === 'string' ? asyncBufferFromFile(file) : blobBytes(file))),
    nodeEndpoint(parentPort),
  );
