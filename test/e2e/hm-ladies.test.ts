import { join } from 'node:path';
import { expect } from 'chai';
import type { DataIngestResult } from '../../src/commands/data/ingest.js';
import type { RankingEvaluation } from '../../src/experiments/evaluate/evaluate-ranking.js';
import type { RecommendResult } from '../../src/experiments/runs/recommend-products.js';
import { expectSuccess, vasg, vasgJson } from '../support/cli.js';
import { hmLadiesCounts, hmLadiesFile, hmLadiesProducts } from '../support/hm-ladies.js';
import { queryRows } from '../support/query-rows.js';
import { temporaryFolder } from '../support/workspace.js';

describe('the main path on real purchases', function () {
  this.timeout(180_000);
  const at = { workspace: join(temporaryFolder(), 'workspace') };

  it('ingests, splits, trains, evaluates and recommends', async function () {
    const { dataset, report } = await vasgJson<DataIngestResult>(
      [
        ...['data', 'ingest', '--dataset', 'hm', '--require-features'],
        ...['--ratings', hmLadiesFile(this, 'interactions.csv'), '--ratings-format', 'table'],
        ...['--columns', 'user=user_id,product=item_id,rating=rating,timestamp=timestamp'],
        ...['--features', hmLadiesFile(this, 'features.npy')],
        ...['--feature-ids', hmLadiesFile(this, 'item_ids.txt')],
      ],
      at,
    );
    const { ratings, numUsers } = hmLadiesCounts(this);
    expect(dataset).to.include({ numUsers, numRatings: ratings.kept });
    expect(report.ratings).to.deep.equal(ratings);
    expectSuccess(await vasg(['data', 'split', '--dataset', 'hm', '--seed', '1'], at));
    const train = ['train', '--dataset', 'hm', '--embedding-dim', '32'];
    expectSuccess(
      await vasg(
        [...train, '--max-steps', '400', '--validate-every', '200', '--device', 'cpu'],
        at,
      ),
    );

    const { rows } = await vasgJson<RankingEvaluation>(['evaluate', 'ranking'], at);
    const auc = (model: string, part: 'warm' | 'cold'): number =>
      rows.find((row) => row.model === model && row.part === part && row.candidates === part)!.auc!;
    for (const part of ['warm', 'cold'] as const) {
      expect(auc('RAND', part)).to.be.within(0.47, 0.53);
      expect(auc('WBOI', part)).to.be.above(0.6);
      expect(auc('VASG', part), part).to.be.above(auc('RAND', part) + 0.1);
    }

    // Ids with leading zeros stay text all the way.
    const [user] = await queryRows<{ id: string }>(
      at.workspace,
      'SELECT user_id AS id FROM users ORDER BY user_index LIMIT 1',
    );
    const { recommendations } = await vasgJson<RecommendResult>(
      ['recommend', '--user', user!.id, '--part', 'cold'],
      at,
    );
    expect(recommendations).to.have.length(10);
    const written = new Set(hmLadiesProducts(this));
    for (const { productId } of recommendations) expect(written.has(productId)).to.equal(true);
  });
});
