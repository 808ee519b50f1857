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

/** Features from file to file and to the trainer, beside a plain copy and a bare stream; and the memory it takes. */
export async function benchmarkFeatures(context: BenchmarkContext): Promise<Row[]> {
  const numRecords = Math.round((context.quick ? 200e6 : 2e9) / RECORD_BYTES);
  const place = join(context.folder, 'features');
  await mkdir(place);
  const [source, target] = [join(place, 'features.b'), join(place, 'features.npy')];
  await writeRecords(source, numRecords);
  const size = `${(1e-9 * numRecords * RECORD_BYTES).toFixed(1)} GB`;
  const common = { stage: 'features', unit: 'MB/s', target: 0.7 };
  const conversion = { ...common, what: `${size} of .b to .npy`, reference: 'a copy of the file' };
  const upload = {
    ...common,
    what: `${size} of .npy to the trainer, stored`,
    reference: 'a bare gRPC stream into a file',
  };
  const peaks = { convert: [] as number[], upload: [] as number[] };
  const rows = [
    await measureRow(conversion, context.rounds, () =>
      Promise.resolve({
        ours: async () =>
          speedOf(await child('convert-features.js', [source, target]), peaks.convert),
        reference: () => copySpeed(source, join(place, 'copy.b')),
      }),
    ),
    await measureRow(upload, context.rounds, async () => {
      pythonPath();
      return {
        ours: async () => {
          const folder = join(place, 'trainer');
          const transfer = await child('upload-features.js', [target, folder]);
          await rm(folder, { recursive: true });
          return speedOf(transfer, peaks.upload);
        },
        reference: () => bareStreamSpeed(numRecords * DIM * 4, place),
      };
    }),
    memoryRow(conversion, peaks.convert),
    memoryRow(upload, peaks.upload),
  ];
  await rm(place, { recursive: true });
  return rows;
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
