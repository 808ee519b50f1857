import { cpus, totalmem } from 'node:os';
import { withCatalog } from '../../catalog/connection.js';
import { findRun, type StoredRun } from '../../catalog/runs.js';
import { groupsOf } from '../../group-by.js';
import { packageVersion } from '../../version.js';
import type { TrainOptions } from '../train/train-run.js';
import type { Reproduction } from './reproduction.js';

/**
 * Versions and machine. What trainers told comes from all of these runs: they may have been trained at different
 * times, on different devices.
 */
export async function surroundingsOf(
  runIds: Iterable<string>,
  { workspace, threads }: Pick<TrainOptions, 'workspace' | 'threads'>,
): Promise<Pick<Reproduction, 'versions' | 'machine'>> {
  const runs = await withCatalog(workspace, 'read', async (catalog) => {
    const found: StoredRun[] = [];
    for (const runId of new Set(runIds)) {
      const run = await findRun(catalog, runId);
      if (run !== undefined) found.push(run);
    }
    return found;
  });
  const own = { vasg: packageVersion, node: process.version };
  return {
    versions: { ...versionsOf(runs), ...own },
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      threads,
      memoryBytes: totalmem(),
      device: listed(runs.flatMap(({ device }) => device ?? [])) || 'none',
    },
  };
}

function versionsOf(runs: readonly StoredRun[]): Record<string, string> {
  const all = runs.flatMap(({ versions }) => Object.entries(versions as Record<string, string>));
  const byName = groupsOf(all, ([name]) => name);
  return Object.fromEntries(
    byName.map((entries) => [entries[0][0], listed(entries.map(([, version]) => version))]),
  );
}

/** Each once, in the order in which they first come. */
function listed(names: readonly string[]): string {
  return [...new Set(names)].join('; ');
}
