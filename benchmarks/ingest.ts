import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { duckDbCli, type DuckDbCli } from './duckdb-cli.js';
import { writeLargeShop, type LargeShop } from './large-shop.js';
import { seconds } from './measure.js';
import { measureRow, type BenchmarkContext, type Row } from './row.js';
import { ShopSteps } from './shop-steps.js';

/** Ratings from a CSV file to data set, split and graph, beside SQL that does the same. Both use all cores. */
export async function benchmarkIngest({ quick, rounds, folder }: BenchmarkContext): Promise<Row[]> {
  const numLines = quick ? 500_000 : 5_000_000;
  const place = join(folder, 'ingest');
  const row = await measureRow(
    {
      stage: 'ingest',
      what: `ratings.csv of ${numLines} lines to data set, split and graph`,
      reference: 'SQL in the DuckDB command line',
      target: 0.8,
      unit: 'million lines/s',
    },
    rounds,
    async () => {
      const cli = await duckDbCli();
      await mkdir(place);
      const shop = await writeLargeShop(place, numLines);
      const speed = (work: () => Promise<void>) => async () =>
        (1e-6 * numLines) / (await seconds(work));
      return {
        ours: speed(() => ourWay(shop, place)),
        reference: speed(() => theirWay(cli, place)),
      };
    },
  );
  await rm(place, { recursive: true, force: true });
  return [row];
}

async function ourWay(shop: LargeShop, folder: string): Promise<void> {
  const workspace = join(folder, 'workspace');
  await rm(workspace, { recursive: true, force: true });
  const steps = new ShopSteps(shop, workspace);
  await steps.ingest();
  await steps.split();
  await steps.graph();
}

async function theirWay(cli: DuckDbCli, folder: string): Promise<void> {
  const database = join(folder, 'reference.duckdb');
  await rm(database, { force: true });
  await cli('ingest.sql', database, { folder });
}
