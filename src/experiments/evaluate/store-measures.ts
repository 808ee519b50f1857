import { withCatalog, type Catalog } from '../../catalog/connection.js';
import { patiently, type Waiter } from '../../catalog/patience.js';
import { requireSplit } from '../../catalog/splits.js';
import { MissingArtifactError } from '../../errors.js';
import type { WorkspaceData } from '../runs/workspace-data.js';

/**
 * Writes what was measured on a split to the catalog, all of it or nothing. Measuring takes a while: throws
 * MissingArtifactError when by now the split of that name is another one.
 */
export async function storeMeasures(
  { workspace, ...waiter }: Waiter & { workspace: string },
  { split }: WorkspaceData,
  store: (catalog: Catalog) => Promise<void>,
): Promise<void> {
  await patiently(waiter, () =>
    withCatalog(workspace, 'write', async (catalog) => {
      const { inputHash } = await requireSplit(catalog, split.dataset, split.split);
      if (inputHash !== split.inputHash) throw replacedMeanwhile(split);
      await store(catalog);
    }),
  );
}

function replacedMeanwhile({ dataset, split }: WorkspaceData['split']): MissingArtifactError {
  return new MissingArtifactError(
    `Split ${split} of data set ${dataset} was replaced while runs were being measured on it.`,
    { suggestions: [`Train again: \`vasg train --dataset ${dataset}\`.`] },
  );
}
