import { expect } from 'chai';
import type { RecommendResult } from '../../src/experiments/runs/recommend-products.js';
import { expectSuccess, vasg, vasgJson } from '../support/cli.js';
import { queryRows } from '../support/query-rows.js';
import { copyOf, quickTrain, tinyShop } from '../support/shop-workspace.js';

describe('recommend, for users with and without a trained vector', function () {
  this.timeout(180_000);
  let workspace: string;
  const userOf = async (comparison: string): Promise<string> => {
    const [user] = await queryRows<{ id: string }>(
      workspace,
      `SELECT user_id AS id FROM users WHERE user_index ${comparison}
         (SELECT user_index FROM split_ratings WHERE part = 'train') ORDER BY id LIMIT 1`,
    );
    return user!.id;
  };

  before(async () => {
    workspace = copyOf((await tinyShop()).ingested);
    const split = ['data', 'split', '--dataset', 'shop', '--cold-share', '0.95'];
    expectSuccess(await vasg(split, { workspace }));
    expectSuccess(await vasg(quickTrain('default'), { workspace }));
  });

  it('has nothing for a user who was not in the training', async () => {
    const id = await userOf('NOT IN');
    const { code, stdout, stderr } = await vasg(['recommend', '--user', id], { workspace });
    expect(code).to.equal(4);
    expect(stdout).to.equal('');
    expect(stderr).to.include('USER_UNTRAINED').and.include(id).and.include('--cold-share');
  });

  it('shows the scores that vectors and biases in the catalog give', async () => {
    const user = await userOf('IN');
    const { recommendations } = await vasgJson<RecommendResult>(
      ['recommend', '--user', user, '--top', '20'],
      { workspace },
    );
    const scored = await queryRows<{ id: string; score: number }>(
      workspace,
      `SELECT p.id, list_cosine_similarity(u.vector, p.vector) + u.bias * p.bias AS score
       FROM named_embeddings u JOIN named_embeddings p USING (run_id)
       WHERE u.kind = 'user' AND u.id = '${user}' AND p.kind = 'product'`,
    );
    const scores = new Map(scored.map(({ id, score }) => [id, score]));
    for (const { productId, score } of recommendations) {
      expect(score).to.be.closeTo(scores.get(productId)!, 1e-5);
    }
  });

  it('stores what it shows, when told to, in place of what it stored before', async () => {
    const user = await userOf('IN');
    const recommend = (...more: string[]) =>
      vasgJson<RecommendResult>(['recommend', '--user', user, ...more], { workspace });
    const stored = () =>
      queryRows(
        workspace,
        'SELECT user_id, rank, product_id, part FROM named_recommendations ORDER BY rank',
      );
    await recommend();
    expect(await stored()).to.deep.equal([]);
    await recommend('--save');
    const { recommendations } = await recommend('--top', '3', '--save');
    expect(await stored()).to.deep.equal(
      recommendations.map(({ rank, productId, part }) => ({
        user_id: user,
        rank,
        product_id: productId,
        part,
      })),
    );
  });
});
