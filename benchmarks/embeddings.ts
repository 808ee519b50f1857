import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withCatalog } from '../src/catalog/connection.js';
import { replaceEmbeddings } from '../src/catalog/embeddings.js';
import { RandomStream } from '../src/random.js';
import { duckDbCli } from './duckdb-cli.js';
import { seconds, type Contestant } from './measure.js';
import { measureRow, type BenchmarkContext, type Row } from './row.js';

const DIM = 100;
/** Users and products of the paper's Women. */
const NUM_ROWS = 131_081;
const MAX_SECONDS = 2;

/** Embeddings into the catalog, committed: beside a bare DuckDB, and against the clock. */
export async function benchmarkEmbeddings(context: BenchmarkContext): Promise<Row[]> {
  const numRows = context.quick ? 30_000 : NUM_ROWS;
  const place = join(context.folder, 'embeddings');
  await mkdir(place);
  const common = {
    stage: 'embeddings',
    what: `${numRows} x ${DIM} into the catalog`,
    unit: 'thousand vectors/s',
  };
  const ours = catalogSpeed(numRows, place);
  const limit = 1e-3 * (NUM_ROWS / MAX_SECONDS);
  const rows = [
    await measureRow(
      { ...common, reference: 'the DuckDB command line, from a Parquet file', target: 0.8 },
      context.rounds,
      async () => ({ ours, reference: await bareSpeed(numRows, place) }),
    ),
    await measureRow(
      { ...common, reference: `${NUM_ROWS} vectors in ${MAX_SECONDS} s`, target: 1 },
      context.rounds,
      async () => ({ ours, reference: () => limit }),
    ),
  ];
  await rm(place, { recursive: true });
  return rows;
}

function catalogSpeed(numRows: number, folder: string): Contestant {
  const random = new RandomStream(1, 'benchmark');
  const rows = Float32Array.from({ length: numRows * DIM }, () => random.float() - 0.5);
  const part = new Uint8Array(numRows);
  const workspace = join(folder, 'workspace');
  return async () => {
    await rm(workspace, { recursive: true, force: true });
    // By the time that a run ends, the catalog is there.
    await withCatalog(workspace, 'write', () => Promise.resolve());
    const elapsed = await seconds(() =>
      withCatalog(workspace, 'write', (catalog) =>
        replaceEmbeddings(catalog, 'run', 'product', { rows, rowLength: DIM, dim: DIM, part }),
      ),
    );
    return (1e-3 * numRows) / elapsed;
  };
}

async function bareSpeed(numRows: number, folder: string): Promise<Contestant> {
  const cli = await duckDbCli();
  const file = join(folder, 'vectors.parquet');
  await cli('vectors.sql', ':memory:', { file, num_rows: String(numRows), dim: String(DIM) });
  const database = join(folder, 'reference.duckdb');
  return async () => {
    await rm(database, { force: true });
    return (1e-3 * numRows) / (await seconds(() => cli('embeddings.sql', database, { file })));
  };
}
