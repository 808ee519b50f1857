import type { StoredRun } from '../../catalog/runs.js';
import type { ServerInfo } from '../../trainer/client.js';
import { packageVersion } from '../../version.js';

/** What a trainer tells about itself, as runs keep it. `cuda` is there for those that are trained on CUDA alone. */
export function versionsOf({
  pythonVersion,
  torchVersion,
  cudaVersion,
  device,
}: ServerInfo): Record<string, string> {
  return {
    vasg: packageVersion,
    node: process.version,
    python: pythonVersion,
    torch: torchVersion,
    ...(device === 'cuda' && { cuda: cudaVersion }),
  };
}

/** Kind of device that a run was trained on; undefined while no trainer has told. */
export function deviceKindOf({
  versions,
}: Pick<StoredRun, 'versions'>): 'cpu' | 'cuda' | undefined {
  if (versions.torch === undefined) return undefined;
  return versions.cuda === undefined ? 'cpu' : 'cuda';
}
