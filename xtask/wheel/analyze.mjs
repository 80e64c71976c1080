// What `modalens.analyze` of the Python package asks of Node: inputs and options in, the report out, as JSON.
import { readFileSync } from 'node:fs';
import { createAnalyzer } from './node.js';

const { inputs, options } = JSON.parse(readFileSync(0, 'utf8'));
const analyzer = await createAnalyzer();
try {
  process.stdout.write(JSON.stringify(await analyzer.analyze(inputs, options)));
} catch ({ message, hint }) {
  process.stderr.write([message, hint].filter(Boolean).join(' '));
  process.exitCode = 1;
} finally {
  analyzer.dispose();
}
