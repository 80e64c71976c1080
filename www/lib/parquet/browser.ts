/** Entry of a browser's worker for Parquet files; built into one script that is started from a blob. */

import * as Comlink from 'comlink';
import { blobBytes, parquetCalls } from './calls';

Comlink.expose(
  parquetCalls(async (file) => {
    if (typeof file === 'string') throw new Error(`a path ("${file}") cannot be opened here`);
    return blobBytes(file);
  }),
);
