import { execFile } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { RandomStream } from '../src/random.js';
import { bareStreamSpeed } from './bare-stream.js';
import type { Transfer } from './children/report-transfer.js';
import { copySpeed } from './copy-file.js';
import { pythonPath } from './references.js';
import { measureRow, type BenchmarkContext, type Row, type RowDescription } from './row.js';

const run = promisify(execFile);

const DIM = 4096;
const RECORD_BYTES = 10 + 4 * DIM;
/** Resident memory that one of our processes may take for it. */
const MAX_MEGABYTES = 300;

/** What both ways of the features have in common. */
interface Place {
  readonly rounds: number;
  readonly folder: string;
  readonly numRecords: number;
  /** For the descriptions. */
  readonly size: string;
}

/** Features from file to file and to the trainer, beside a plain copy and a bare stream; and the memory it takes. */
export async function benchmarkFeatures(context: BenchmarkContext): Promise<Row[]> {
  const numRecords = Math.round((context.quick ? 200e6 : 2e9) / RECORD_BYTES);
  const folder = join(context.folder, 'features');
  await mkdir(folder);
  const place = {
    ...{ rounds: context.rounds, folder, numRecords },
    size: `${(1e-9 * numRecords * RECORD_BYTES).toFixed(1)} GB`,
  };
  const conversion = await measureConversion(place);
  const upload = await measureUpload(place);
  await rm(folder, { recursive: true });
  return [conversion.speed, upload.speed, conversion.memory, upload.memory];
}

interface SpeedAndMemory {
  readonly speed: Row;
  readonly memory: Row;
}

async function measureConversion({
  rounds,
  folder,
  numRecords,
  size,
}: Place): Promise<SpeedAndMemory> {
  const source = join(folder, 'features.b');
  await writeRecords(source, numRecords);
  const description = describe(`${size} of .b to .npy`, 'a copy of the file');
  const peaks: number[] = [];
  const speed = await measureRow(description, rounds, () =>
    Promise.resolve({
      ours: async () =>
        speedOf(await child('convert-features.js', [source, matrixIn(folder)]), peaks),
      reference: () => copySpeed(source, join(folder, 'copy.b')),
    }),
  );
  return { speed, memory: memoryRow(description, peaks) };
}

/** Of the file that the conversion has left. */
async function measureUpload({ rounds, folder, numRecords, size }: Place): Promise<SpeedAndMemory> {
  const description = describe(
    `${size} of .npy to the trainer, stored`,
    'a bare gRPC stream into a file',
  );
  const peaks: number[] = [];
  const speed = await measureRow(description, rounds, async () => {
    pythonPath();
    const parameters = [matrixIn(folder), join(folder, 'trainer')];
    return {
      ours: async () => speedOf(await child('upload-features.js', parameters), peaks),
      reference: () => bareStreamSpeed(numRecords * DIM * 4, folder),
    };
  });
  return { speed, memory: memoryRow(description, peaks) };
}

const matrixIn = (folder: string): string => join(folder, 'features.npy');

function describe(what: string, reference: string): RowDescription {
  return { stage: 'features', unit: 'MB/s', target: 0.7, what, reference };
}

async function child(script: string, parameters: string[]): Promise<Transfer> {
  const file = fileURLToPath(new URL(`children/${script}`, import.meta.url));
  const { stdout } = await run(process.execPath, [file, ...parameters]);
  return JSON.parse(stdout) as Transfer;
}

function speedOf({ megabytesPerSecond, peakMegabytes }: Transfer, peaks: number[]): number {
  peaks.push(peakMegabytes);
  return megabytesPerSecond;
}

/** How many times the memory of the worst round fits into what is allowed. */
function memoryRow({ stage, what }: RowDescription, peaks: readonly number[]): Row {
  const description = {
    ...{ stage, what: `${what}: most resident memory` },
    ...{ reference: `${MAX_MEGABYTES} MB`, target: 1, unit: 'MB' },
  };
  if (peaks.length === 0) return { ...description, skipped: 'nothing was sent' };
  const ours = Math.max(...peaks);
  return { ...description, ratio: MAX_MEGABYTES / ours, ours, referenceSpeed: MAX_MEGABYTES };
}

/** Vectors of random numbers and zeros, half of each, as after a ReLU. */
async function writeRecords(path: string, numRecords: number): Promise<void> {
  const random = new RandomStream(1, 'benchmark');
  const vector = Float32Array.from({ length: DIM }, () => Math.max(0, random.float() - 0.5));
  const record = Buffer.alloc(RECORD_BYTES);
  record.set(new Uint8Array(vector.buffer), 10);
  const file = await open(path, 'w');
  for (let i = 0; i < numRecords; i++) {
    record.write(`B${String(i).padStart(9, '0')}`, 'latin1');
    await file.write(record);
  }
  await file.sync();
  await file.close();
}
