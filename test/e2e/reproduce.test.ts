import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Reproduction } from '../../src/commands/reproduce.js';
import { experimentName } from '../../src/experiments/reproduce/experiment-name.js';
import { SECTIONS } from '../../src/experiments/reproduce/paper.js';
import { ABLATIONS } from '../../src/experiments/reproduce/quality/ablations.js';
import { parseOverrides } from '../../src/experiments/reproduce/overrides.js';
import { changeCatalog } from '../support/change-catalog.js';
import { RunningCli, vasg, vasgJson } from '../support/cli.js';
import { differingPaths } from '../support/differing-paths.js';
import { failure } from '../support/failure.js';
import { whileFileIsHeld } from '../support/hold-catalog.js';
import { commandsOfGroup, expectNoTrainer } from '../support/processes.js';
import { queryRows } from '../support/query-rows.js';
import { copyOf, tinyShop } from '../support/shop-workspace.js';
import { temporaryFolder } from '../support/workspace.js';

/** Models so small that only the start of PyTorch takes time. */
const SKIP_GRAM = {
  ...{ embeddingDim: 8, batchSize: 128, encoderHidden: [16], encoderBatchSize: 64 },
  ...{ maxSteps: 20, validateEvery: 10 },
};
const SMALL = {
  vasg: { ...SKIP_GRAM, decoderHidden: [16] },
  skipgram: { ...SKIP_GRAM, decoderHidden: [16] },
  deepwalk: SKIP_GRAM,
  bpr: { embeddingDim: 8, numEpochs: 3 },
  vbpr: { embeddingDim: 4, visualDim: 4, numEpochs: 3 },
  ibr: { embeddingDim: 8, numEpochs: 3 },
};

/** Without times, ids of runs and losses, which are reported by the clock. */
function numbersOf(reproduction: Reproduction): unknown {
  const text = JSON.stringify(reproduction, (key, value: unknown) => {
    if (
      ['createdAt', 'wallSeconds', 'trainingSeconds', 'slowdown', 'runId', 'runIds'].includes(key)
    )
      return null;
    if (key !== 'trainingCurves') return value;
    return (value as Reproduction['datasets'][number]['trainingCurves']).map((curve) => ({
      ...curve,
      points: curve.points
        .filter(({ aucWarm, aucCold }) => aucWarm !== null || aucCold !== null)
        .map(({ step, aucWarm, aucCold }) => ({ step, aucWarm, aucCold })),
    }));
  });
  return JSON.parse(text);
}

const experiment = experimentName({ quick: true, overrides: parseOverrides(SMALL, 'SMALL') });

describe('reproduce', function () {
  this.timeout(400_000);
  let raw: string;
  let args: string[];
  let workspace: string;
  let calm: Reproduction;

  before(async () => {
    raw = temporaryFolder();
    cpSync((await tinyShop()).raw, join(raw, 'men'), { recursive: true });
    const config = join(raw, 'small.json');
    writeFileSync(config, JSON.stringify(SMALL));
    // Ablations are done only when asked for.
    const sections = SECTIONS.flatMap((section) => ['--section', section]);
    args = ['reproduce', '--quick', '--raw', raw, '--config', config, '--device', 'cpu', '--json'];
    args.push(...sections);
    workspace = join(temporaryFolder(), 'calm');
    calm = await vasgJson<Reproduction>(args, { workspace });
  });

  it('fills every table and figure from raw files', () => {
    const [found] = calm.datasets;
    expect(found).to.include({ dataset: 'men', category: 'Men', synthetic: true });
    expect(found!.table1.products).to.deep.include({ paper: 62_376, authors: 62_376 });
    expect(found!.table1.products.ours.values).to.deep.equal([300]);
    const ranked = found!.table2.filter(({ candidates, part }) => candidates === part);
    expect(ranked.map(({ model, preset }) => [model, preset])).to.deep.include.members([
      ['RAND', null],
      ['popularity', null],
      ['WBOI', null],
      ['WBOI centred', null],
      ['WBOI standardized', null],
      ['BPR-MF + least squares', 'default'],
      ['BPR-MF + kNN', 'default'],
      ['VBPR', 'default'],
      ['IBR', 'default'],
      ['Skip-gram', 'default'],
      ['DeepWalk', 'default'],
      ['VASG', 'paper'],
      ['VASG', 'authors'],
      ['VASG', 'default'],
    ]);
    const measured = ranked.filter(({ model, part }) => model !== 'BPR-MF' || part === 'warm');
    for (const { model, auc } of measured) {
      expect(auc.ours.mean, model).to.be.within(0, 1);
      expect(auc.runIds, model).to.have.length(/RAND|popularity|WBOI/.test(model) ? 0 : 1);
    }
    const relations = found!.table3.filter(({ kind }) => kind === 'warm');
    expect(new Set(relations.map(({ model }) => model))).to.include.all.keys('INN', 'IBR', 'VASG');
    expect(found!.figure2a.points).to.have.length(200);
    expect(new Set(found!.figure2b.points.map(({ userId }) => userId))).to.have.length(4);
    expect(found!.figure3).to.have.length(3);
    expect(found!.figure4.map(({ space }) => space)).to.deep.equal([
      'features',
      ...['VASG', 'VASG', 'VASG'],
    ]);
    expect(found!.figure5.map(({ auc }) => auc.mean)).not.to.include(null);
    expect(found!.analogies).not.to.have.length(0);
    const factors = found!.sensitivity.map(({ factor, level }) => `${factor} ${level}`);
    expect(factors).to.include.members(['noise 0', 'window size 3', 'decoder on', 'decoder off']);
    const { contestants, ablations, slowdown } = found!.quality;
    expect(contestants[0]).to.include({ model: 'VASG', preset: 'default' });
    expect(contestants.map(({ model }) => model)).to.include.members(['popularity', 'INN', 'IBR']);
    const { lead } = contestants.find(({ preset }) => preset === 'paper')!.measures.warm;
    expect(lead).to.include({ interval: null, verdict: 'not shown' });
    expect(lead!.difference.values).to.have.length(1).and.not.include(null);
    expect(ablations.map(({ name }) => name)).to.deep.equal([
      'default',
      ...ABLATIONS.map(({ name }) => name),
    ]);
    for (const { name, measures, trainingSeconds } of ablations) {
      expect(measures.cold.value.mean, name).to.be.within(0, 1);
      expect(trainingSeconds.mean, name).to.be.greaterThan(0);
    }
    expect(slowdown.mean).to.be.greaterThan(0);
    expect(found!.trainingCurves.map(({ model }) => model)).to.include.members(['VASG', 'IBR']);
  });

  it('says what it is not', () => {
    const notes = calm.notes.join('\n');
    expect(notes)
      .to.match(/men is synthetic/)
      .and.match(/differ from the presets/);
    expect(notes).not.to.include('Not done');
  });

  it('writes all of it for programs and for people', () => {
    const file = (name: string) => readFileSync(join(workspace, experiment, name), 'utf8');
    expect(JSON.parse(file('reproduction.json'))).to.deep.equal(calm);
    expect(file('reproduction.md')).to.include('Synthetic data').and.include('### Table 3');
    expect(file('report.html')).to.include('</html>');
    expect(existsSync(join(workspace, 'experiments', experiment))).to.equal(false);
    // Checkpoints are those of the experiment.
    const checkpoints = readdirSync(workspace, { recursive: true, encoding: 'utf8' });
    expect(checkpoints.filter((name) => name.endsWith('checkpoint'))).to.deep.equal([]);
    // That of the full one.
    expect(existsSync(join(workspace, 'reproduction'))).to.equal(false);
  });

  it('measures nothing again that it knows', async () => {
    const output = join(temporaryFolder(), 'again');
    const env = { VASG_PYTHON: join(workspace, 'no-python') };
    const again = await vasgJson<Reproduction>([...args, '--output', output], { workspace, env });
    expect(again.wallSeconds).to.equal(calm.wallSeconds);
    expect(numbersOf(again)).to.deep.equal(numbersOf(calm));
    expect(existsSync(join(output, 'report.html'))).to.equal(true);
  });

  it('exits with 130 when it is interrupted while a program of its own is at work', async function () {
    if (process.platform === 'win32') this.skip();
    const copy = copyOf(workspace);
    const scratch = temporaryFolder();
    await changeCatalog(copy, "DELETE FROM experiment_steps WHERE title LIKE 'Figure 2b%'");
    const running = new RunningCli(args, { workspace: copy, env: { TMPDIR: scratch } });
    const of = running.pid;
    while (!commandsOfGroup(of).some((command) => command.includes('pythonia/interface.py'))) {
      expect(await Promise.race([running.finished, sleep(50)]), 'ended').to.equal(undefined);
    }
    running.kill('SIGTERM');
    expect(failure(await running.finished, 130).code).to.equal('CANCELLED');
    expect(commandsOfGroup(of)).to.deep.equal([]);
    expect(readdirSync(scratch).filter((name) => name.startsWith('vasg'))).to.deep.equal([]);
    expect(existsSync(join(copy, 'experiments'))).to.equal(false);
  });

  it('ends with the same numbers when it is killed', async () => {
    const killed = join(temporaryFolder(), 'killed');
    const moments = [2, 7, 24].map((step) => ({ step, delayMs: 1500 * Math.random() }));
    for (const { step, delayMs } of moments) {
      const running = new RunningCli(args, { workspace: killed });
      await running.event(({ event, number }) => event === 'step' && number === step);
      await sleep(delayMs);
      running.kill('SIGKILL', { group: true });
      await running.finished;
      await expectNoTrainer(killed);
    }
    const result = await vasgJson<Reproduction>(args, { workspace: killed });
    const different = differingPaths(numbersOf(result), numbersOf(calm));
    expect(different, `killed at ${JSON.stringify(moments)}`).to.equal('');
    const [runs] = await queryRows(
      killed,
      // One killed before it had a folder stays `running` for a while.
      "SELECT count(*) FILTER (status = 'completed') AS completed FROM runs",
    );
    expect(runs).to.deep.equal({ completed: 13 + ABLATIONS.length });
  });

  it('learns that another process is at it before anything is done', async () => {
    const held = join(temporaryFolder(), 'held');
    const claim = join(held, 'experiments', `${experiment}.lock`);
    mkdirSync(dirname(claim), { recursive: true });
    await whileFileIsHeld(claim, async (holder) => {
      const error = failure(await vasg(args, { workspace: held }), 4);
      expect(error).to.include({ code: 'STATE_IN_USE' });
      expect(error.message).to.include(`process ${holder}`);
    });
    expect(existsSync(join(held, 'catalog.duckdb'))).to.equal(false);
  });

  it('refuses what it cannot use before anything starts', async () => {
    const empty = join(temporaryFolder(), 'new');
    const nothing = ['reproduce', '--raw', temporaryFolder(), '--json'];
    expect(failure(await vasg(nothing, { workspace: empty }), 3).message).to.include('women');
    const missing = ['reproduce', '--dataset', 'shop', '--json'];
    expect(failure(await vasg(missing, { workspace: empty }), 4).code).to.equal('CATALOG_MISSING');
    const unset = ['reproduce', '--output', '', '--json'];
    expect(failure(await vasg(unset, { workspace: empty }), 2).message).to.include('--output');
    expect(existsSync(empty)).to.equal(false);
  });
});
