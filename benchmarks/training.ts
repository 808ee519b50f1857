import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { announce } from './announce.js';
import { pythonPath, ReferenceMissing } from './references.js';
import type { BenchmarkContext, Row, RowDescription } from './row.js';

const run = promisify(execFile);
/** Of `vasg.benchmarks.train`, without the device that was asked for. */
const SETUP_EXIT = 5;

interface Part {
  readonly args: readonly string[];
  /** Stands for the rows of the part where it cannot run. */
  readonly instead: RowDescription;
}

/**
 * The preset `paper` beside a naive implementation of it, how an epoch grows with the graph, and what the trainer
 * makes of a GPU. All of it is measured in Python, in turn, as the references are.
 */
export async function benchmarkTraining({ quick, rounds }: BenchmarkContext): Promise<Row[]> {
  const size = quick ? ['--scale', 'small', '--feature-dim', '512'] : ['--scale', 'men'];
  const steps = quick ? ['--steps', '40'] : [];
  const naive = { reference: 'plain PyTorch, every pair decoded' };
  const parts: Part[] = [
    {
      args: ['--part', 'naive', ...size, '--rounds', String(rounds)],
      instead: {
        ...{ stage: 'train', what: 'skip-gram pairs per second, preset paper' },
        ...{ ...naive, target: 20, unit: 'pairs/s' },
      },
    },
    {
      args: ['--part', 'curves', ...steps],
      instead: {
        ...{ stage: 'train', what: 'same losses with dropout' },
        ...{ ...naive, target: 1, unit: 'loss' },
      },
    },
    {
      args: ['--part', 'growth'],
      instead: {
        ...{ stage: 'growth', what: 'training: 1 / exponent of its time over edges' },
        ...{ reference: 'linear', target: 0.9, unit: '(exponents)' },
      },
    },
    {
      args: ['--device', 'cuda', ...(quick ? size : ['--scale', 'women'])],
      instead: {
        ...{ stage: 'train', what: 'matrix products of the decoder, women, cuda' },
        ...{ reference: 'a large square bfloat16 product', target: 0.5, unit: 'GFLOP/s' },
      },
    },
  ];
  const rows: Row[] = [];
  for (const part of parts) rows.push(...(await rowsOf(part)));
  return rows;
}

async function rowsOf({ args, instead }: Part): Promise<Row[]> {
  announce(`  ${instead.what}, against ${instead.reference}`);
  try {
    return await measured(args);
  } catch (error) {
    if (!(error instanceof ReferenceMissing)) throw error;
    return [{ ...instead, skipped: error.message }];
  }
}

async function measured(args: readonly string[]): Promise<Row[]> {
  try {
    const command = ['-m', 'vasg.benchmarks.train', '--json', ...args];
    const { stdout } = await run(pythonPath(), command);
    return (JSON.parse(stdout) as { rows: Row[] }).rows;
  } catch (error) {
    const { code, stderr } = error as { code?: number; stderr?: string };
    if (code !== SETUP_EXIT) throw error;
    throw new ReferenceMissing(stderr?.trim() ?? 'no such device');
  }
}
