/**
 * Prints how fast the stages of the client are, as ratios to references that run on the same machine in
 * turn with them.
 *
 *   npm run bench -- [--json] [--quick]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchmarkEncoding } from './encoding.js';
import { benchmarkRanking } from './ranking.js';
import type { Row } from './row.js';
import { benchmarkWalks } from './walks.js';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});

const folder = await mkdtemp(join(tmpdir(), 'vasg-bench-'));
const rows: Row[] = [];
try {
  const context = { quick: values.quick, rounds: values.quick ? 3 : 5, folder };
  for (const benchmark of [benchmarkWalks, benchmarkRanking, benchmarkEncoding]) {
    const measured = await benchmark(context);
    if (!values.json) measured.forEach(printRow);
    rows.push(...measured);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (values.json) console.log(JSON.stringify({ rows }));

function printRow(row: Row): void {
  const title = `${row.stage}: ${row.what}\n  against ${row.reference}: `;
  if (row.ratio === undefined) {
    console.log(`${title}skipped, ${row.skipped}`);
    return;
  }
  const speeds = `${row.ours!.toFixed(1)} to ${row.referenceSpeed!.toFixed(1)} ${row.unit}`;
  console.log(`${title}${row.ratio.toFixed(2)} (target ${row.target}; ${speeds})`);
}
