import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Reproduction } from '../../src/commands/reproduce.js';
import { experimentName } from '../../src/experiments/reproduce/experiment-name.js';
import { parseOverrides } from '../../src/experiments/reproduce/overrides.js';
import type { ShopManifest } from '../../src/synth/manifest.js';
import { vasg, vasgJson } from '../support/cli.js';
import { failure } from '../support/failure.js';
import { makeCollection } from '../support/synthetic-collection.js';
import { temporaryFolder } from '../support/workspace.js';

/** A model so small that only the start of PyTorch takes time. */
const SMALL = {
  vasg: {
    ...{ embeddingDim: 8, batchSize: 128, decoderHidden: [16], encoderHidden: [16] },
    ...{ encoderBatchSize: 64, maxSteps: 10, validateEvery: 5 },
  },
};

describe('reproduce from a collection as it is published', function () {
  this.timeout(400_000);
  let raw: string;
  let manifests: ShopManifest[];

  before(async () => {
    raw = join(temporaryFolder(), 'amazon-2014');
    manifests = await makeCollection(raw, ['Women', 'Men']);
  });

  it('cuts out the categories that it has', async () => {
    const folder = temporaryFolder();
    const config = join(folder, 'small.json');
    writeFileSync(config, JSON.stringify(SMALL));
    const workspace = join(folder, 'ws');
    const { datasets, notes } = await vasgJson<Reproduction>(
      [
        ...['reproduce', '--quick', '--raw', raw, '--section', 'embeddings'],
        ...['--config', config, '--device', 'cpu', '--json'],
      ],
      { workspace },
    );
    expect(datasets.map(({ dataset, category }) => [dataset, category])).to.deep.equal([
      ['women', 'Women'],
      ['men', 'Men'],
    ]);
    const men = datasets[1]!;
    const { users, products, ratings } = manifests[1]!.counts;
    expect(men.table1.users).to.deep.include({ paper: 19_618 });
    expect(men.table1.users.ours.values).to.deep.equal([users]);
    expect(men.table1.products.ours.values).to.deep.equal([products]);
    expect(men.table1.ratings.ours.values).to.deep.equal([ratings]);
    expect(men.figure4).to.have.length(4);
    expect(notes.filter((note) => /nothing of (Shoes|Jewelry)/.test(note))).to.have.length(2);
    const experiment = experimentName({ quick: true, overrides: parseOverrides(SMALL, config) });
    const markdown = readFileSync(join(workspace, experiment, 'reproduction.md'), 'utf8');
    expect(markdown).to.include('nothing of Jewelry');
  });

  it('refuses the rule where there are no raw files', async () => {
    const args = ['reproduce', '--category-rule', 'authors', '--json'];
    expect(failure(await vasg(args), 2).message).to.include('--raw');
  });
});
