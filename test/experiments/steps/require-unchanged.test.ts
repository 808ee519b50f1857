import { expect } from 'chai';
import { withCatalog } from '../../../src/catalog/connection.js';
import { MissingArtifactError } from '../../../src/errors.js';
import { inputsOfSplit } from '../../../src/experiments/runs/inputs-of-split.js';
import { requireUnchanged } from '../../../src/experiments/steps/require-unchanged.js';
import { vasg } from '../../support/cli.js';
import { rejection } from '../../support/rejection.js';
import { copyOf, tinyShop } from '../../support/shop-workspace.js';

describe('requireUnchanged', function () {
  this.timeout(120_000);

  it('notices that a split of the same name is another', async () => {
    const workspace = copyOf((await tinyShop()).split);
    const name = { dataset: 'shop', split: 'default' };
    const inputs = await withCatalog(workspace, 'read', (catalog) =>
      inputsOfSplit(catalog, name.dataset, name.split),
    );
    await requireUnchanged(workspace, { ...name, inputs });
    await vasg(['data', 'split', '--dataset', 'shop', '--seed', '2', '--replace'], { workspace });
    const changed = requireUnchanged(workspace, { ...name, inputs });
    expect((await rejection(changed, MissingArtifactError)).code).to.equal('DATASET_CHANGED');
    const gone = requireUnchanged(workspace, { ...name, split: 'gone', inputs });
    expect((await rejection(gone, MissingArtifactError)).code).to.equal('DATASET_CHANGED');
  });
});
