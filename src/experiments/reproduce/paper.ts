import { MODELS } from '../../config/models.js';
import type { Step } from '../steps/step-log.js';
import type { Bench, Setting } from './bench.js';
import { CONTESTANTS, PAPER, type Contestant } from './contestants.js';
import { figure2a, figure2aStep } from './figure-2a.js';
import { figure2b, figure2bStep } from './figure-2b.js';
import { figure3, figure3Step } from './figure-3.js';
import { figure4, figure4Steps } from './figure-4.js';
import { figure5, figure5Contestants, figure5Steps } from './figure-5.js';
import { linearRelationshipSteps, linearRelationships } from './linear-relationships.js';
import { ablationSteps } from './quality/ablation-rows.js';
import { ablationsOf } from './quality/ablations.js';
import { allPeers, peerSteps, type PeersOf } from './quality/peers.js';
import { quality } from './quality/quality.js';
import { slowdownSteps } from './quality/training-time.js';
import type { DatasetReproduction } from './reproduction.js';
import { sensitivity, sensitivityContestants, sensitivitySteps } from './sensitivity.js';
import { table1, table1Step } from './table1.js';
import { table2, table2Steps } from './table2.js';
import { table3, table3Steps } from './table3.js';
import { trainingCurves } from './training-curves.js';
import type { Trial, Trials } from './trial.js';

/** Sections 4, 5 and 6 of the paper; the others ask whether our own model is better, and what of it makes it so. */
export const SECTIONS = ['tables', 'embeddings', 'sensitivity', 'quality', 'ablations'] as const;
/** What is done when nothing is asked for: ablations take many times as long as all else. */
export const DEFAULT_SECTIONS: readonly Section[] = SECTIONS.filter(
  (section) => section !== 'ablations',
);
export type Section = (typeof SECTIONS)[number];

/** Everybody whose settings count in these sections. Throws UsageError for settings that do not go together. */
export function contestantsIn(sections: readonly Section[], setting: Setting): Contestant[] {
  const has = (section: Section, contestants: () => Contestant[]) =>
    sections.includes(section) ? contestants() : [];
  return [
    ...CONTESTANTS,
    ...has('sensitivity', () => [
      ...sensitivityContestants(setting),
      ...figure5Contestants(setting),
    ]),
    ...has('ablations', () => ablationsOf(setting).map(({ contestant }) => contestant)),
  ];
}

/**
 * Everything that is to be done, the cheap and the important first: the tables with one seed on every shop, what the
 * embeddings look like, the tables with the other seeds, section 6, and what is not the paper's at last.
 */
export function stepsOf(
  bench: Bench,
  shops: readonly Trials[],
  sections: readonly Section[],
  peersOf: PeersOf = allPeers,
): Step<unknown>[] {
  const first = shops.map(([trial]) => trial);
  const others = shops.flatMap(([, ...trials]) => trials);
  const all = [...first, ...others];
  const has = (section: Section, steps: Step<unknown>[]) =>
    sections.includes(section) ? steps : [];
  return withoutRepeats([
    ...all.map((trial) => table1Step(bench, trial)),
    ...has('tables', section4(bench, first)),
    ...has('embeddings', [...section5(bench, first), ...figuresOf(bench, first)]),
    ...has('tables', section4(bench, others)),
    ...has('embeddings', section5(bench, others)),
    ...has('sensitivity', section6(bench, all)),
    ...has('quality', [
      ...section4(bench, all),
      ...all.flatMap((trial) => [
        ...peerSteps(bench, trial, peersOf),
        ...slowdownSteps(bench, trial),
      ]),
    ]),
    ...has('ablations', ablations(bench, all)),
  ]);
}

/** Section 6 needs what Table 2 has, and the comparison all that is in the tables. */
function withoutRepeats(steps: readonly Step<unknown>[]): Step<unknown>[] {
  const names = new Set<string>();
  return steps.filter(({ step }) => !names.has(step) && names.add(step));
}

/** What was found on one shop. What is not done is null or empty. */
export async function findingsOf(bench: Bench, trials: Trials): Promise<DatasetReproduction> {
  const [first] = trials;
  const tables = { table2: table2(bench, trials), table3: table3(bench, trials) };
  return {
    ...first.shop,
    table1: table1(bench, trials),
    ...tables,
    shown: { model: MODELS[PAPER.model].title, preset: PAPER.preset, seed: first.seed },
    figure2a: await figure2a(bench, first),
    figure2b: await figure2b(bench, first),
    figure3: await figure3(bench, first),
    figure4: figure4(bench, trials),
    figure5: figure5(bench, trials),
    analogies: linearRelationships(bench, trials),
    sensitivity: sensitivity(bench, trials),
    quality: quality(bench, trials, tables),
    trainingCurves: await trainingCurves(bench, first),
  };
}

/** Experiments. */
function section4(bench: Bench, trials: readonly Trial[]): Step<unknown>[] {
  return trials.flatMap((trial) => [...table2Steps(bench, trial), ...table3Steps(bench, trial)]);
}

/** Analysis of embeddings: what has a spread over seeds. */
function section5(bench: Bench, trials: readonly Trial[]): Step<unknown>[] {
  return trials.flatMap((trial) => [
    ...figure4Steps(bench, trial),
    ...linearRelationshipSteps(bench, trial),
  ]);
}

/** Its pictures, for one seed. */
function figuresOf(bench: Bench, trials: readonly Trial[]): Step<unknown>[] {
  return trials.flatMap((trial) => [
    figure2aStep(bench, trial),
    figure2bStep(bench, trial),
    figure3Step(bench, trial),
  ]);
}

/** Sensitivity analysis. */
function section6(bench: Bench, trials: readonly Trial[]): Step<unknown>[] {
  return trials.flatMap((trial) => [
    ...sensitivitySteps(bench, trial),
    ...figure5Steps(bench, trial),
  ]);
}

/** Our own model with one thing changed. */
function ablations(bench: Bench, trials: readonly Trial[]): Step<unknown>[] {
  return trials.flatMap((trial) => ablationSteps(bench, trial));
}
