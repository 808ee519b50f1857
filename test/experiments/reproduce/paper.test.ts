import { expect } from 'chai';
import { Bench } from '../../../src/experiments/reproduce/bench.js';
import { SECTIONS, findingsOf, stepsOf } from '../../../src/experiments/reproduce/paper.js';
import { ablationsOf } from '../../../src/experiments/reproduce/quality/ablations.js';
import { FULL, QUICK, type Sizes } from '../../../src/experiments/reproduce/sizes.js';
import type { Trial, Trials } from '../../../src/experiments/reproduce/trial.js';
import { StepLog } from '../../../src/experiments/steps/step-log.js';
import { silentProgress } from '../../../src/progress/progress.js';
import { temporaryFolder } from '../../support/workspace.js';

const trial = (dataset: string, seed: number): Trial => ({
  shop: { dataset, category: 'Men', cut: 'label', synthetic: false, numProducts: 9 },
  ...{ seed, split: `seed-${seed}` },
  inputs: { featuresSha256: dataset, splitHash: `${dataset} ${seed}` },
});
const shops: Trials[] = [
  [trial('men', 1), trial('men', 2)],
  [trial('shoes', 1), trial('shoes', 2)],
];

describe('the plan of a reproduction', () => {
  let log: StepLog;

  before(async () => {
    const workspace = temporaryFolder();
    log = await StepLog.open({ workspace, experiment: 'e', kind: 'reproduction', request: {} });
  });

  const bench = (sizes: Sizes): Bench =>
    new Bench({
      ...{ log, sizes, overrides: {} },
      options: {
        ...{ workspace: '', threads: 1, progress: silentProgress },
        signal: new AbortController().signal,
        trainer: { device: 'cpu', cacheFolder: '' },
      },
    });

  const names = (sizes: Sizes, sections = SECTIONS): string[] =>
    stepsOf(bench(sizes), shops, sections).map(({ step }) => step);

  it('has every step once', () => {
    const all = names(FULL);
    expect(new Set(all)).to.have.length(all.length);
    // 8 contestants; of section 6: no noise, 3 other windows, 5 other sizes; the skip-gram is one of the 8.
    const trained = all.filter((name) => name.startsWith('men/seed-2/ranking/vasg-paper'));
    expect(trained).to.have.length(1 + 1 + 3 + 5);
  });

  it('has the tables of the first seed on every shop first, and section 6 last', () => {
    const all = names(FULL);
    const last = (part: string) => all.findLastIndex((name) => name.includes(part));
    const first = (part: string) => all.findIndex((name) => name.includes(part));
    expect(last('/table1')).to.be.lessThan(first('/ranking'));
    expect(last('shoes/seed-1/relations/ibr')).to.be.lessThan(first('seed-2/ranking'));
    expect(last('/figure2a')).to.be.lessThan(first('seed-2/ranking'));
    expect(last('seed-2/analogies')).to.be.lessThan(first('noiseStd'));
  });

  it('compares our own model at the end, with what the tables have and its variants', () => {
    const all = names(FULL);
    expect(all.findLastIndex((name) => name.includes('/ranking/vasg-paper, '))).to.be.lessThan(
      all.findIndex((name) => name.includes('vasg-default, ')),
    );
    const alone = names(FULL, ['quality'] as never);
    const tables = names(FULL, ['tables'] as never);
    expect(alone).to.include.members(tables);
    const more = alone.filter((name) => !tables.includes(name));
    expect(more.filter((name) => !/training-time|peer-/.test(name))).to.deep.equal([]);
    const without = stepsOf(bench(FULL), shops, ['quality'], () => ['als']);
    const peers = without.map(({ step }) => step).filter((name) => name.includes('peer-'));
    expect(peers).to.deep.equal(
      ['men/seed-1', 'shoes/seed-1', 'men/seed-2', 'shoes/seed-2'].map(
        (trial) => `${trial}/ranking/peer-als`,
      ),
    );
  });

  it('holds our own model against itself in a section of its own', () => {
    const alone = names(FULL, ['ablations'] as never);
    const others = alone.filter((name) => !/table1|training-time|vasg-default/.test(name));
    expect(others).to.deep.equal([]);
    expect(alone).to.include('men/seed-2/ranking/vasg-default');
    const variants = ablationsOf({ sizes: FULL, overrides: {} }).map(
      ({ contestant }) => Object.keys(contestant.settings)[0]!,
    );
    for (const knob of variants) {
      expect(alone.some((name) => name.includes(`${knob}=`))).to.equal(true);
    }
  });

  it('is shorter for a quick look, and for one section', () => {
    expect(names(QUICK).length).to.be.lessThan(names(FULL).length);
    const tables = names(FULL, ['tables'] as never);
    expect(tables.some((name) => /figure|analogies|windowSize/.test(name))).to.equal(false);
  });

  it('depends on what is measured and on what', () => {
    const [one, other] = [QUICK, { ...QUICK, numQueries: 7 }].map((sizes) =>
      stepsOf(bench(sizes), shops, SECTIONS).filter(({ step }) => step.includes('analogies')),
    );
    expect(one!.map(({ inputs }) => inputs)).to.not.deep.equal(other!.map(({ inputs }) => inputs));
  });

  it('has no step about a run that another device or training would share', () => {
    const inputsOn = (device: 'auto' | 'cpu' | 'cuda') => {
      const { options, sizes, overrides } = bench(QUICK);
      const trainer = { ...options.trainer, device };
      return stepsOf(
        new Bench({ log, sizes, overrides, options: { ...options, trainer } }),
        shops,
        SECTIONS,
      )
        .filter(({ settings }) => settings !== undefined)
        .map(({ inputs }) => JSON.stringify(inputs));
    };
    const all = [inputsOn('cpu'), inputsOn('cuda'), inputsOn('auto')].flat();
    expect(new Set(all)).to.have.length(all.length);
    expect(inputsOn('auto')).to.deep.equal(inputsOn('auto'));
  });

  it('leaves nulls and gaps where nothing was done', async () => {
    const found = await findingsOf(bench(QUICK), shops[0]!);
    expect(found).to.include({ dataset: 'men', category: 'Men', cut: 'label', synthetic: false });
    expect(found.shown).to.deep.equal({ model: 'VASG', preset: 'paper', seed: 1 });
    expect(found.table1.products).to.deep.equal({
      ...{ paper: 62_376, printed: '62,376', authors: 62_376, runIds: [] },
      ours: { mean: null, sd: null, values: [null, null] },
    });
    expect([found.table2, found.table3, found.figure3, found.trainingCurves]).to.deep.equal([
      [],
      [],
      [],
      [],
    ]);
    expect(found.figure5.map(({ auc }) => auc.mean)).to.deep.equal([null, null, null]);
  });
});
