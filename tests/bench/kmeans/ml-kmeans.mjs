// One case with ml-kmeans, processor time, the same start: `node ml-kmeans.mjs SAMPLES.npy START.npy
// ITERATIONS`.
import { readFileSync } from 'node:fs';
import { kmeans } from 'ml-kmeans';
import { npy } from './module.mjs';

const [samples, start] = process.argv.slice(2, 4).map((path) => npy(readFileSync(path)));
const [n, d] = samples.shape;
const aligned = (data) => data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
const values = new Float32Array(aligned(samples.data));
const rows = Array.from({ length: n }, (_, i) => Array.from(values.subarray(i * d, (i + 1) * d)));
const chosen = [...new Uint32Array(aligned(start.data))];
const begin = process.cpuUsage();
const found = kmeans(rows, chosen.length, {
  initialization: chosen.map((i) => [...rows[i]]),
  maxIterations: Number(process.argv[4]),
  tolerance: 1e-12,
});
const { user, system } = process.cpuUsage(begin);
let inertia = 0;
found.clusters.forEach((code, i) => {
  for (let j = 0; j < d; j++) inertia += (rows[i][j] - found.centroids[code][j]) ** 2;
});
console.log(JSON.stringify({ seconds: (user + system) / 1e6, inertia }));
