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
 * The preset `paper` beside a naive implementation of it, what leaving rows of long tables for later and keeping freed
 * memory save, how an epoch grows with the graph, and what the trainer makes of a GPU. All of it is measured in Python,
 * in turn, as the references are.
 */
export async function benchmarkTraining(context: BenchmarkContext): Promise<Row[]> {
  const size = context.quick ? ['--scale', 'small', '--feature-dim', '512'] : undefined;
  const parts = [
    ...naiveParts(context, size ?? ['--scale', 'men']),
    tablesPart(context),
    memoryPart(context, size ?? ['--scale', 'women']),
    GROWTH,
    cudaPart(size ?? ['--scale', 'women']),
  ];
  const rows: Row[] = [];
  for (const part of parts) rows.push(...(await rowsOf(part)));
  return rows;
}

function naiveParts({ quick, rounds }: BenchmarkContext, size: readonly string[]): Part[] {
  const naive = { stage: 'train', reference: 'plain PyTorch, the decoder run for each pair' };
  return [
    {
      args: ['--part', 'naive', ...size, '--rounds', String(rounds)],
      instead: {
        ...{ ...naive, what: 'skip-gram pairs per second, preset paper' },
        ...{ target: 20, unit: 'pairs/s' },
      },
    },
    {
      args: ['--part', 'curves', ...(quick ? ['--steps', '40'] : [])],
      instead: {
        ...{ ...naive, reference: 'plain PyTorch, every pair decoded' },
        ...{ what: 'same losses with dropout', target: 1, unit: 'loss' },
      },
    },
  ];
}

function tablesPart({ rounds }: BenchmarkContext): Part {
  return {
    args: ['--part', 'tables', '--rounds', String(rounds)],
    instead: {
      ...{ stage: 'train', what: 'steps of the skip-gram on long tables' },
      ...{ reference: 'Adam over all rows, fused', target: 1, unit: 'steps/s' },
    },
  };
}

function memoryPart({ rounds }: BenchmarkContext, size: readonly string[]): Part {
  return {
    args: ['--part', 'memory', ...size, '--rounds', String(rounds)],
    instead: {
      ...{ stage: 'train', what: 'steps of preset default, freed memory kept' },
      ...{ reference: 'freed memory given back', target: 1, unit: 'steps/s' },
    },
  };
}

const GROWTH: Part = {
  args: ['--part', 'growth'],
  instead: {
    ...{ stage: 'growth', what: 'training: 1 / exponent of its time over edges' },
    ...{ reference: 'linear', target: 0.9, unit: '(exponents)' },
  },
};

function cudaPart(size: readonly string[]): Part {
  return {
    args: ['--device', 'cuda', ...size],
    instead: {
      ...{ stage: 'train', what: 'matrix products of the decoder, women, cuda' },
      ...{ reference: 'a large square bfloat16 product', target: 0.5, unit: 'GFLOP/s' },
    },
  };
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
