// One case in Node, processor time: `node node.mjs MODULE.wasm SAMPLES.npy START.npy`.
import { readFileSync } from 'node:fs';
import { measure, npy, open } from './module.mjs';

const [module, samples, start] = process.argv.slice(2).map((path) => readFileSync(path));
const clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const plain = npy(samples).shape[0] <= 10000;
console.log(JSON.stringify(measure(await open(module), npy(samples), npy(start), clock, { plain })));
