// The packed package in real consumers: `npm run test:package` for all, `-- --fast` for those that
// need no other package, `-- NAME...` for some. Every consumer must give the same report, bit for bit.
import { browser as launch } from './browser.mjs';
import { consumers } from './consumers.mjs';
import { checkPackage } from './lint.mjs';
import { pack, workshop } from './project.mjs';

const asked = process.argv.slice(2);
const fast = asked.includes('--fast');
const names = asked.filter((name) => !name.startsWith('--'));
const chosen = consumers.filter(({ name, fast: isFast }) =>
  names.length > 0 ? names.includes(name) : !fast || isFast,
);

const { folder, remove } = await workshop();
const browser = await launch();
let expected;
let failures = 0;

async function attempt(name, check) {
  const start = performance.now();
  const told = await check().then(
    () => 'passed',
    (error) => {
      failures += 1;
      return `FAILED\n${error.stack ?? error}`;
    },
  );
  console.log(`${name.padEnd(26)} ${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${told}`);
}

/** The first report is what the others are held against. */
function hold(name, report) {
  if (report === null) return;
  expected ??= { name, report };
  if (report !== expected.report)
    throw new Error(`its report differs from that of ${expected.name}:\n${report}\n${expected.report}`);
}

try {
  const tarball = await pack(folder);
  if (names.length === 0) await attempt('publint, attw, sizes', () => checkPackage(tarball));
  for (const { name, check } of chosen)
    await attempt(name, async () => hold(name, await check({ folder, name, tarball, browser })));
} finally {
  await browser.close();
  await remove();
}
if (failures > 0) {
  console.error(`${failures} of ${chosen.length + 1} failed.`);
  process.exitCode = 1;
}
