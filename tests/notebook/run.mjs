// The widget in a real JupyterLab and a real marimo: npm run test:notebook, after `npm run build`.
//
//   node tests/notebook/run.mjs [--python PATH]
//
// Without --python a virtual environment is made in a temporary folder and removed at the end. Not part of
// `npm test`: the notebooks are some hundred megabytes.
import { spawn, spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { launch } from '../e2e/chromium.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { values } = parseArgs({ options: { python: { type: 'string' } } });
const folder = await mkdtemp(join(tmpdir(), 'modalens-notebook-'));

function must(program, args) {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stderr}`);
}

/** A Python with the notebooks. */
function pythonOf() {
  if (values.python) return values.python;
  must('python3', ['-m', 'venv', join(folder, 'venv')]);
  must(join(folder, 'venv/bin/pip'), [
    '-q',
    'install',
    'jupyterlab',
    'marimo',
    'anywidget',
    'numpy',
    'pandas',
  ]);
  return join(folder, 'venv/bin/python');
}

const ARRAYS = `import numpy as np, pandas as pd
rng = np.random.default_rng(3)
a, b = rng.integers(0, 3, 900), rng.integers(0, 2, 900)
frame = pd.DataFrame({
    "image": list((np.eye(3)[a] + 0.1 * rng.normal(size=(900, 3))).astype("float16")),
    "text": list(np.eye(2)[b] + 0.1 * rng.normal(size=(900, 2))),
    "label": np.array(["red", "green", "blue"])[a],
})
import modalens
names = ["image", "text", "label"]
answer = modalens.show(np.stack(frame["image"]), np.stack(frame["text"]), frame["label"], k=3, names=names)`;
const SAID = `"U1 =", round(answer.report["atoms_bits"]["unique1"]["estimate"], 2), "of", answer.report["n"]`;

const cell = (source) => ({ cell_type: 'code', source, metadata: {}, outputs: [], execution_count: null });
const notebook = (cells) =>
  JSON.stringify({
    cells,
    metadata: { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } },
    nbformat: 4,
    nbformat_minor: 4,
  });

const marimo = `import marimo
app = marimo.App()

@app.cell
def _():
    import marimo as mo
${ARRAYS.replaceAll(/^/gm, '    ')}
    shown = mo.ui.anywidget(answer)
    shown
    return mo, shown

@app.cell
def _(mo, shown):
    report = shown.value.get("report")
    u1 = report and report["atoms_bits"]["unique1"]["estimate"]
    mo.md("nothing yet" if report is None else f"U1 = {u1:.2f} of {report['n']}")
    return

if __name__ == "__main__":
    app.run()
`;

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** A server that answers, until the work is done. */
async function served(program, args, path, work) {
  const port = await freePort();
  const server = spawn(program, args(port), { cwd: folder, stdio: 'ignore' });
  try {
    const address = `http://127.0.0.1:${port}${path}`;
    for (let i = 0; i < 240; i += 1) {
      if (
        await fetch(address).then(
          (r) => r.ok,
          () => false,
        )
      )
        return await work(address);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error(`${program} did not answer in a minute`);
  } finally {
    server.kill();
  }
}

/** Connections of a page to anywhere but its own server. */
function elsewhere(page) {
  const found = [];
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(http|ws)s?:$/.test(protocol) && hostname !== '127.0.0.1') found.push(request.url());
  });
  return found;
}

async function inJupyter(browser, bin) {
  await writeFile(join(folder, 'trial.ipynb'), notebook([cell(`${ARRAYS}\nanswer`), cell(SAID)]));
  const args = (port) => [
    'lab',
    '--no-browser',
    '--allow-root',
    `--port=${port}`,
    '--IdentityProvider.token=',
  ];
  await served(join(bin, 'jupyter'), args, '/lab/tree/trial.ipynb?reset', async (address) => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    const others = elsewhere(page);
    await page.goto(address);
    await page.locator('.jp-CodeCell').first().click({ timeout: 90_000 });
    await page.keyboard.press('Shift+Enter');
    await page.getByRole('group', { name: /^Attribution in bits/ }).waitFor({ timeout: 120_000 });
    await page.locator('.jp-CodeCell').nth(1).locator('.cm-content').click();
    await page.keyboard.press('Shift+Enter');
    await page.getByText(/'U1 =', 1\.\d+, 'of', 900/).waitFor({ timeout: 30_000 });
    if (values.python) await page.screenshot({ path: join(tmpdir(), 'modalens-jupyter.png') });
    report('JupyterLab', others);
    await page.close();
  });
}

async function inMarimo(browser, bin) {
  await writeFile(join(folder, 'trial.py'), marimo);
  const args = (port) => ['run', 'trial.py', '--headless', '--no-token', '-p', String(port)];
  await served(join(bin, 'marimo'), args, '/', async (address) => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    const others = elsewhere(page);
    await page.goto(address);
    await page.getByRole('group', { name: /^Attribution in bits/ }).waitFor({ timeout: 120_000 });
    await page.getByText(/U1 = 1\.\d+ of 900/).waitFor({ timeout: 30_000 });
    if (values.python) await page.screenshot({ path: join(tmpdir(), 'modalens-marimo.png') });
    report('marimo', others);
    await page.close();
  });
}

/** Whatever the notebook itself asks for elsewhere is told; the widget asks for nothing. */
function report(name, others) {
  const ours = others.filter((url) => /modalens|wasm/i.test(url));
  if (ours.length > 0) throw new Error(`${name}: the widget asked for ${ours.join(', ')}`);
  console.log(
    `${name}: shown, and its report came back (${others.length} requests elsewhere, none of the widget).`,
  );
}

let browser;
try {
  const python = pythonOf();
  await copyFile(join(root, 'www/public/recipes/modalens.py'), join(folder, 'modalens.py'));
  await copyFile(join(root, 'dist/widget.js'), join(folder, 'widget.js'));
  browser = await chromium.launch(launch);
  await inJupyter(browser, dirname(python));
  await inMarimo(browser, dirname(python));
} finally {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
}
