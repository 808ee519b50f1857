import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RecommendResult } from '../../src/commands/recommend.js';
import type { TrainResult } from '../../src/commands/train.js';
import { openNpy } from '../../src/sources/npy.js';
import { vasg, vasgJson } from '../support/cli.js';
import { writeNpyFeatures, type Vectors } from '../support/feature-files.js';
import { queryRows } from '../support/query-rows.js';
import { shareTrainer } from '../support/shared-trainer.js';
import { copyOf, quickTrain, SMALL_MODEL, tinyShop } from '../support/shop-workspace.js';
import { temporaryFolder } from '../support/workspace.js';

const SAMPLES = ['--embedding-dim', '8', '--num-epochs', '2', '--device', 'cpu'];
const train = (model: string, ...flags: string[]): string[] => [
  ...['train', '--dataset', 'shop', '--model', model, ...flags],
];
const TRAININGS = {
  default: quickTrain('default'),
  paper: [...quickTrain('paper'), '--encoder-epochs', '1'],
  // It scales each feature by itself, and its encoder ends in a ReLU.
  authors: [...quickTrain('authors'), '--encoder-epochs', '1', '--pretrain-epochs', '1'],
  skipgram: train('skipgram', ...SMALL_MODEL, '--max-steps', '20', '--encoder-epochs', '1'),
  bpr: train('bpr', ...SAMPLES),
  vbpr: train('vbpr', ...SAMPLES, '--visual-dim', '8'),
  ibr: train('ibr', ...SAMPLES),
};

describe('recommend, products that came after the training', function () {
  this.timeout(180_000);
  const trainer = shareTrainer();
  let workspace: string;
  let user: string;
  /** Cold products under new names, with their features. */
  let arrivals: Vectors;
  let flags: string[];
  const runs = new Map<string, string>();

  const recommend = (...more: string[]): Promise<RecommendResult> =>
    vasgJson<RecommendResult>(['recommend', '--user', user, ...more], { workspace });
  const refused = async (exitCode: number, ...more: string[]): Promise<string> => {
    const { code, stdout, stderr } = await vasg(['recommend', '--user', user, ...more], {
      workspace,
    });
    expect({ code, stdout }).to.deep.equal({ code: exitCode, stdout: '' });
    return stderr;
  };
  const featureFlags = (vectors: Vectors): string[] => {
    const { path, idsPath } = writeNpyFeatures(temporaryFolder(), vectors);
    return ['--features', path, '--feature-ids', idsPath];
  };

  before(async () => {
    workspace = copyOf((await tinyShop()).split);
    for (const [name, args] of Object.entries(TRAININGS)) {
      const at = { workspace, env: trainer.env };
      const { runId } = await vasgJson<TrainResult>([...args, ...trainer.flags], at);
      runs.set(name, runId);
    }
    const [bought] = await queryRows<{ id: string }>(
      workspace,
      `SELECT user_id AS id FROM users
       WHERE user_index IN (SELECT user_index FROM split_ratings WHERE part = 'train') ORDER BY id LIMIT 1`,
    );
    user = bought!.id;
    const cold = await queryRows<{ index: number; id: string }>(
      workspace,
      `SELECT product_index AS index, product_id AS id FROM products
       WHERE product_index NOT IN (SELECT product_index FROM split_ratings WHERE part = 'train')
       ORDER BY index`,
    );
    const matrix = await openNpy(join(workspace, 'features', 'shop.npy'));
    const vectors: [string, number[]][] = [];
    for (const { index, id } of cold) {
      vectors.push([`new-${id}`, [...(await matrix.read(index, 1))]]);
    }
    await matrix.close();
    arrivals = vectors;
    flags = featureFlags(arrivals);
  });

  for (const name of Object.keys(TRAININGS)) {
    it(`get the scores of the same photos that were there before: ${name}`, async () => {
      const run = ['--run', runs.get(name)!, '--top', '100000'];
      const known = await recommend(...run, '--part', 'cold');
      const { recommendations, newProducts } = await recommend(...run, ...flags, '--part', 'new');
      expect(newProducts).to.deep.equal({ new: arrivals.length, known: 0 });
      expect(recommendations.map(({ rank }) => rank)).to.deep.equal(arrivals.map((_, i) => i + 1));
      // The user has bought some of them, which are no recommendations under their own names.
      const own = new Set(known.recommendations.map(({ productId }) => `new-${productId}`));
      expect(own.size).to.be.greaterThan(1);
      const shown = recommendations.filter(({ productId }) => own.has(productId));
      expect(shown.map(({ productId }) => productId)).to.deep.equal([...own]);
      expect(shown.map(({ score }) => score)).to.deep.equal(
        known.recommendations.map(({ score }) => score),
      );
      expect(recommendations.every(({ part }) => part === 'new')).to.equal(true);
    });
  }

  it('stand among all others by their scores', async () => {
    const all = await recommend('--top', '100000', ...flags);
    const scores = all.recommendations.map(({ score }) => score);
    expect(scores).to.deep.equal(scores.toSorted((a, b) => b - a));
    const known = await recommend('--top', '100000');
    const without = all.recommendations.filter(({ part }) => part !== 'new');
    const unranked = ({ productId, score, part }: (typeof without)[number]) => [
      productId,
      score,
      part,
    ];
    expect(without.map(unranked)).to.deep.equal(known.recommendations.map(unranked));
    expect(all.recommendations).to.have.length(known.recommendations.length + arrivals.length);
    const few = await recommend('--top', '3', ...flags);
    expect(few.recommendations).to.deep.equal(all.recommendations.slice(0, 3));
  });

  it('are those of the file that the data set does not have', async () => {
    const [first] = arrivals;
    const known: Vectors = [[first![0].replace('new-', ''), first![1]]];
    const more = featureFlags([...known, ...arrivals.slice(0, 5)]);
    const { recommendations, newProducts } = await recommend(...more, '--part', 'new');
    expect(newProducts).to.deep.equal({ new: 5, known: 1 });
    expect(recommendations).to.have.length(5);
    const args = ['recommend', '--user', user, '--part', 'new', ...more];
    const { stdout, stderr } = await vasg(args, { workspace });
    expect(stderr).to.include('5 new products; 1 other of the file is in the data set already.');
    expect(stdout).to.include('new-');
    expect(await refused(3, ...featureFlags(known))).to.include('NO_NEW_PRODUCTS');
  });

  it('have scores of their own, whoever else is in the file', async () => {
    const [first, ...others] = arrivals.slice(0, 4);
    const far: Vectors[number] = ['far', first![1].map((value) => 1e6 * value)];
    for (const name of ['default', 'ibr']) {
      const scoreOf = async (vectors: Vectors): Promise<number | undefined> => {
        const more = [...featureFlags(vectors), '--run', runs.get(name)!, '--part', 'new'];
        const { recommendations } = await recommend(...more);
        return recommendations.find(({ productId }) => productId === first![0])?.score;
      };
      const alone = await scoreOf([first!]);
      expect(alone, name).to.be.a('number');
      expect(await scoreOf([first!, ...others, far]), name).to.equal(alone);
    }
  });

  it('need features like those of the data set', async () => {
    const short = featureFlags(arrivals.map(([id, vector]) => [id, vector.slice(1)]));
    expect(await refused(3, ...short))
      .to.include('FEATURE_DIM')
      .and.include(short[1]!);
    const infinite = featureFlags(arrivals.map(([id, [, ...rest]]) => [id, [Infinity, ...rest]]));
    expect(await refused(3, ...infinite))
      .to.include('FEATURE_NOT_FINITE')
      .and.include(infinite[1]!);
    expect(await refused(3, '--features', 'nowhere.npy', '--feature-ids', 'i')).to.include(
      'nowhere.npy',
    );
  });

  it('need flags that go together', async () => {
    expect(await refused(2, '--part', 'new')).to.include('--features');
    expect(await refused(2, ...flags, '--part', 'cold')).to.include('--part new');
    expect(await refused(2, ...flags, '--save')).to.include('--save');
    expect(await refused(2, '--feature-ids', 'ids.txt')).to.include('--features');
  });

  it('need the encoder of the run, as it was written', async () => {
    const file = (name: string) => join(workspace, 'runs', runs.get(name)!, 'encoder.safetensors');
    const [own, other] = [file('paper'), file('vbpr')];
    const run = ['--run', runs.get('paper')!];
    const kept = readFileSync(own);
    copyFileSync(other, own);
    expect(await refused(3, ...flags, ...run)).to.include('FILE_CHANGED');
    rmSync(own);
    expect(await refused(4, ...flags, ...run)).to.include('Cannot place new products');
    writeFileSync(own, kept);
  });

  it('leave nothing behind, refused or not', () => {
    const left = [
      ...['', 'features'].flatMap((folder) => readdirSync(join(workspace, folder))),
      ...readdirSync(tmpdir()).filter((name) => name.startsWith('vasg-new-products')),
    ];
    expect(left.filter((name) => /^(\.|vasg-)/.test(name))).to.deep.equal([]);
  });
});
