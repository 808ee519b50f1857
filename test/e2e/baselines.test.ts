import { expect } from 'chai';
import type { RankingEvaluation } from '../../src/commands/evaluate/ranking.js';
import type { RecommendResult } from '../../src/commands/recommend.js';
import type { TrainResult } from '../../src/commands/train.js';
import { MODELS, type ModelName } from '../../src/config/models.js';
import { describeResult, RunningCli, vasg, vasgJson } from '../support/cli.js';
import { expectEqualFiles, modelFiles } from '../support/model-files.js';
import { queryRows } from '../support/query-rows.js';
import { shareTrainer } from '../support/shared-trainer.js';
import { copyOf, SMALL_MODEL, tinyShop } from '../support/shop-workspace.js';

const SKIP_GRAM = [...SMALL_MODEL, '--max-steps', '40', '--validate-every', '20'];
// Rows of centers and of contexts start near zero, so each learns slowly until the other has grown.
const DEEPWALK = [...SMALL_MODEL, '--max-steps', '300', '--validate-every', '100'];
const SAMPLES = [
  ...['--embedding-dim', '8', '--batch-size', '128', '--validate-every', '60'],
  ...['--learning-rate', '0.01', '--device', 'cpu'],
];

/** Flags of a quick training of each model, and the stages that it must have. */
const TRAININGS = {
  skipgram: [SKIP_GRAM, ['skip-gram', 'encoder']],
  deepwalk: [DEEPWALK, ['skip-gram', 'encoder']],
  bpr: [SAMPLES, ['ranking', 'mapping']],
  vbpr: [[...SAMPLES, '--visual-dim', '8'], ['ranking']],
  ibr: [SAMPLES, ['metric']],
} as const;
type Baseline = keyof typeof TRAININGS;
const NAMES = Object.keys(TRAININGS) as Baseline[];

const train = (model: Baseline, numEpochs = 60): string[] => [
  ...['train', '--dataset', 'shop', '--model', model, ...TRAININGS[model][0]],
  ...['--num-epochs', String(numEpochs)],
];

/** By the order in which runs are listed (model, preset), then baselines. */
const CONTESTANTS = [
  ...['BPR-MF', 'BPR-MF + least squares', 'BPR-MF + kNN', 'DeepWalk', 'IBR', 'Skip-gram', 'VBPR'],
  ...['RAND', 'popularity', 'WBOI', 'WBOI centred', 'WBOI standardized'],
];

describe('baselines', function () {
  this.timeout(180_000);
  const trainer = shareTrainer();
  let workspace: string;
  let user: string;
  const runs = new Map<ModelName, TrainResult>();
  let evaluation: RankingEvaluation;
  const compare = ['evaluate', 'ranking', '--dataset', 'shop', '--runs', 'latest-of-each'];

  const aucOf = (model: string, part: string, candidates: string): number | null =>
    evaluation.rows.find(
      (row) => row.model === model && row.part === part && row.candidates === candidates,
    )!.auc;

  before(async () => {
    workspace = copyOf((await tinyShop()).split);
    for (const model of NAMES) {
      const args = [...train(model), ...trainer.flags];
      runs.set(model, await vasgJson<TrainResult>(args, { workspace, env: trainer.env }));
    }
    [{ user }] = (await queryRows<{ user: string }>(
      workspace,
      'SELECT user_id AS "user" FROM users ORDER BY num_ratings DESC, user_id LIMIT 1',
    )) as [{ user: string }];
    evaluation = await vasgJson<RankingEvaluation>([...compare, '--baselines', 'all'], {
      workspace,
    });
  });

  for (const model of NAMES) {
    it(`trains ${model} in its stages`, async () => {
      const { runId, stages, files } = runs.get(model)!;
      expect(stages.map(({ stage }) => stage)).to.deep.equal(TRAININGS[model][1]);
      expect(Object.keys(files)).to.deep.equal(['embeddings.safetensors', 'encoder.safetensors']);
      const [run] = await queryRows<object>(
        workspace,
        `SELECT model, status, (SELECT count(*) FROM embeddings e WHERE e.run_id = r.run_id) AS vectors,
           (SELECT count(*) FROM training_progress p WHERE p.run_id = r.run_id
             AND coalesce(p.skip_gram_loss, p.ranking_loss, p.relation_loss) > 0) > 0 AS has_loss
         FROM runs r WHERE run_id = '${runId}'`,
      );
      expect(run).to.deep.equal({ model, status: 'completed', vectors: 420, has_loss: true });
    });

    it(`recommends cold products by ${model}`, async () => {
      const { recommendations } = await vasgJson<RecommendResult>(
        [
          ...['recommend', '--user', user, '--run', runs.get(model)!.runId],
          ...['--top', '5', '--part', 'cold'],
        ],
        { workspace },
      );
      expect(recommendations.map(({ part }) => part)).to.deep.equal(Array(5).fill('cold'));
      const scores = recommendations.map(({ score }) => score);
      expect(scores).to.deep.equal([...scores].sort((a, b) => b - a));
      if (MODELS[model].scoring === 'cosine') expect(scores[0]).to.be.within(-1, 1);
      if (MODELS[model].scoring === 'distance') expect(scores[0]).to.be.below(0);
    });
  }

  it('come in one table of the same rows, each contestant once', () => {
    const found = evaluation.rows.map(({ model, part, candidates }) =>
      [model, part, candidates].join(' '),
    );
    expect(found).to.deep.equal(
      CONTESTANTS.flatMap((model) =>
        ['warm warm', 'warm all', 'cold cold', 'cold all'].map((cell) => `${model} ${cell}`),
      ),
    );
    expect(evaluation.runIds).to.have.members([...runs.values()].map(({ runId }) => runId));
    for (const { runId, preset } of evaluation.rows) expect(preset === null).to.equal(!runId);
  });

  it('leave empty what BPR-MF has no score for, and place cold products by two maps', () => {
    expect(aucOf('BPR-MF', 'warm', 'warm')).to.be.a('number');
    for (const [part, candidates] of [
      ['warm', 'all'],
      ['cold', 'cold'],
      ['cold', 'all'],
    ] as const) {
      expect(aucOf('BPR-MF', part, candidates)).to.equal(null);
      for (const map of ['least squares', 'kNN']) {
        expect(aucOf(`BPR-MF + ${map}`, part, candidates)).to.be.within(0, 1);
      }
    }
    for (const map of ['least squares', 'kNN']) {
      const mapped = aucOf(`BPR-MF + ${map}`, 'warm', 'warm');
      expect(mapped).to.equal(aucOf('BPR-MF', 'warm', 'warm'));
    }
  });

  it('have learned something', () => {
    // The skip-gram of the paper needs more than 40 steps.
    for (const model of ['BPR-MF', 'VBPR', 'DeepWalk']) {
      expect(aucOf(model, 'warm', 'warm'), model).to.be.above(0.55);
    }
    expect(aucOf('VBPR', 'cold', 'cold')).to.be.above(0.52);
    expect(aucOf('IBR', 'cold', 'cold')).to.be.above(0.52);
  });

  it('are measured once, however often and beside whatever they are asked for', async () => {
    await vasgJson([...compare, '--baselines', 'rand,popularity'], { workspace });
    const { runId } = runs.get('ibr')!;
    await vasgJson(['evaluate', 'ranking', '--run', runId], { workspace });
    const rows = await queryRows<{ model: string; cells: number }>(
      workspace,
      'SELECT model, count(*) AS cells FROM metrics GROUP BY model ORDER BY min(rowid)',
    );
    expect(rows.map(({ cells }) => cells)).to.deep.equal(CONTESTANTS.map(() => 4));
    const { stdout } = await vasg(['query', '--name', 'table2', '--format', 'csv'], { workspace });
    const titles = stdout.split('\n').slice(1, -1);
    expect(titles).to.have.length(CONTESTANTS.length);
  });

  it('go on to the same bytes after a kill in mid-training', async () => {
    const long = [...train('bpr', 300), '--patience', '1000'];
    const at = copyOf((await tinyShop()).split);
    const calm = await vasgJson<TrainResult>(long, { workspace: at });
    const cli = new RunningCli([...long, '--checkpoint-seconds', '1', '--json'], { workspace: at });
    const started = await cli.event(({ event }) => event === 'run_started');
    await cli.event(({ event, step }) => event === 'validation' && Number(step) >= 300);
    cli.kill('SIGKILL', { group: true });
    const result = await cli.finished;
    expect(result.signal, describeResult(result)).to.equal('SIGKILL');
    const runId = started.runId as string;
    const resumed = await vasgJson<TrainResult>(['train', '--resume', runId], { workspace: at });
    expect(resumed.stages[0]).to.include({ stage: 'ranking', steps: calm.stages[0]!.steps });
    expectEqualFiles(modelFiles(at, runId), modelFiles(at, calm.runId));
  });
});
