import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { loadWorkspaceData, type WorkspaceData } from '../src/experiments/runs/workspace-data.js';
import { SPLIT_PARTS } from '../src/splitting/parts.js';
import { packageRoot } from '../src/trainer/python/installation.js';

const program = join(packageRoot, 'bin', 'run.js');

export interface ShopChoice {
  readonly folder: string;
  /** Preset of `vasg data synth`, made in `folder`. */
  readonly synthetic: 'tiny' | 'small';
  /** Takes the place of the synthetic shop; splits `bench-<seed>` and runs are added to its workspace. */
  readonly existing?: { readonly workspace: string; readonly dataset: string } | undefined;
}

/** A data set and the commands that work on it. */
export interface Shop {
  readonly dataset: string;
  /** The result of a command of `vasg`. */
  run<Result>(args: readonly string[]): Promise<Result>;
  /** Makes the split of a seed and returns its name. */
  split(seed: number): Promise<string>;
  /** Writes `purchases.csv` (user, product, part; indices) and `features.npy` for other programs. */
  exportTo(files: string, split: string): Promise<void>;
}

/** The shop that was chosen, made first if it is a synthetic one. */
export async function openShop({ folder, synthetic, existing }: ShopChoice): Promise<Shop> {
  const { workspace, dataset } = existing ?? {
    workspace: join(folder, 'workspace'),
    dataset: 'shop',
  };
  const run = commandsOn(workspace);
  if (existing === undefined) await makeShop(run, { dataset, synthetic, raw: join(folder, 'raw') });
  return {
    dataset,
    run,
    async split(seed) {
      const name = `bench-${seed}`;
      await run([
        ...['data', 'split', '--dataset', dataset, '--name', name, '--seed', String(seed)],
        '--replace',
      ]);
      return name;
    },
    exportTo: async (files, split) =>
      exportData(await loadWorkspaceData(workspace, dataset, split), files),
  };
}

interface NewShop {
  readonly dataset: string;
  readonly synthetic: ShopChoice['synthetic'];
  readonly raw: string;
}

async function makeShop(run: Shop['run'], { dataset, synthetic, raw }: NewShop): Promise<void> {
  await run(['data', 'synth', synthetic, '--out', raw]);
  await run([
    ...['data', 'ingest', '--dataset', dataset, '--ratings-format', 'amazon-2014'],
    ...['--ratings', join(raw, 'ratings.csv'), '--features', join(raw, 'image_features.b')],
  ]);
}

async function exportData(data: WorkspaceData, files: string): Promise<void> {
  const { userIndex, productIndex, part } = data.split;
  const rows = Array.from(userIndex, (user, row) =>
    [user, productIndex[row], SPLIT_PARTS[part[row]!]].join(),
  );
  await writeFile(join(files, 'purchases.csv'), ['user,product,part', ...rows].join('\n'));
  await copyFile(data.featuresPath, join(files, 'features.npy'));
}

/** The commands of the program on a workspace. Their progress is for whoever waits. */
export function commandsOn(workspace: string): Shop['run'] {
  return async <Result>(args: readonly string[]) => {
    const { stdout } = await execa(process.execPath, [program, ...args, '--json'], {
      env: { VASG_WORKSPACE: workspace },
      stderr: 'inherit',
    });
    return JSON.parse(stdout) as Result;
  };
}
