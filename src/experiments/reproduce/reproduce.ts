import { withCatalog } from '../../catalog/connection.js';
import { patiently } from '../../catalog/patience.js';
import type { VasgError } from '../../errors.js';
import { inputsOfSplit } from '../runs/inputs-of-split.js';
import { claimExperiment } from '../steps/claim-experiment.js';
import { seedSplit } from '../steps/seed-split.js';
import { StepLog } from '../steps/step-log.js';
import type { TrainOptions } from '../train/train-run.js';
import { withSharedTrainer } from '../steps/with-shared-trainer.js';
import { Bench } from './bench.js';
import { checkOverrides } from './check-overrides.js';
import type { Overrides } from './contestants.js';
import { experimentName } from './experiment-name.js';
import { notesOf } from './notes.js';
import { SECTIONS, findingsOf, stepsOf, type Section } from './paper.js';
import { protocolOf } from './protocol.js';
import { choosePeers } from './quality/peers.js';
import type { DatasetReproduction, Reproduction } from './reproduction.js';
import { chooseShops, type ShopChoice } from './shops/choose-shops.js';
import { FULL, QUICK } from './sizes.js';
import { surroundingsOf } from './surroundings.js';
import type { Shop, Trial, Trials } from './trial.js';

export interface ReproduceRequest extends ShopChoice {
  quick: boolean;
  /** Those of the size when absent. */
  seeds?: readonly number[] | undefined;
  sections: readonly Section[];
  overrides: Overrides;
  fusedMultiplyAdd?: boolean | undefined;
  /** Where the overrides come from. */
  overridesFile?: string | undefined;
}

export interface ReproduceOutcome {
  reproduction: Reproduction;
  /** The first step that failed, as it failed. */
  firstFailure: VasgError | undefined;
}

/**
 * Sections 4 to 6 of the paper, on each shop with each seed. Steps that are in the catalog are not done again, so that
 * whoever is killed ends with the same numbers; one that fails is noted and the others go on. Throws
 * MissingArtifactError (`STATE_IN_USE`) when another process is at it.
 */
export async function reproduce(
  request: ReproduceRequest,
  options: TrainOptions,
): Promise<ReproduceOutcome> {
  const { overrides, quick } = request;
  checkOverrides(request, { sizes: quick ? QUICK : FULL, overrides });
  const claim = { workspace: options.workspace, experiment: experimentName(request) };
  return patiently(options, () => claimExperiment(claim, () => reproduceAll(request, options)));
}

async function reproduceAll(
  request: ReproduceRequest,
  options: TrainOptions,
): Promise<ReproduceOutcome> {
  const { overrides, fusedMultiplyAdd } = request;
  const sizes = request.quick ? QUICK : FULL;
  const { workspace } = options;
  const seeds = request.seeds ?? sizes.seeds;
  const { shops, notes: lackingShops } = await chooseShops(request, options);
  const trials: Trials[] = [];
  for (const shop of shops) trials.push(await trialsOf(shop, seeds, workspace));
  const log = await StepLog.open({
    ...{ workspace, experiment: experimentName(request), kind: 'reproduction' },
    request: { ...request, seeds, datasets: shops.map(({ dataset }) => dataset) },
  });
  const found = await withSharedTrainer(log, options, (shared) => {
    const bench = new Bench({ log, options: shared, sizes, overrides, fusedMultiplyAdd });
    return findAll(bench, log, { trials, sections: request.sections, options });
  });
  const { datasets, wallSeconds, runIds } = found;
  await log.finish();
  const reproduction: Reproduction = {
    formatVersion: 1,
    createdAt: new Date().toISOString(),
    ...(await surroundingsOf(runIds, options)),
    ...{ quick: request.quick, seeds: [...seeds] },
    protocol: protocolOf({ seeds, sizes, overrides, fusedMultiplyAdd }),
    notes: notesOf({ ...request, ...found, lackingShops, failures: log.failures }),
    ...{ wallSeconds, datasets },
  };
  return { reproduction, firstFailure: log.failures[0]?.error };
}

interface Found {
  datasets: DatasetReproduction[];
  /** Of all steps that are done, whenever that was and of whatever section: they all are in the findings. */
  wallSeconds: number;
  /** Of the same steps. */
  runIds: string[];
  /** Of section `quality`: who is not there, and why. */
  lackingPeers: string[];
}

interface Task {
  trials: readonly Trials[];
  sections: readonly Section[];
  options: TrainOptions;
}

async function findAll(
  bench: Bench,
  log: StepLog,
  { trials, sections, options: { progress, signal } }: Task,
): Promise<Found> {
  const peers = sections.includes('quality')
    ? await choosePeers(bench, trials.flat())
    : { peersOf: () => [], notes: [] };
  for (const note of peers.notes) progress.warn(note);
  const steps = stepsOf(bench, trials, sections, peers.peersOf);
  for (const [index, step] of steps.entries()) {
    signal.throwIfAborted();
    const [number, total] = [index + 1, steps.length];
    progress.log(`[${number}/${total}] ${step.title}`);
    progress.event('step', { number, total, title: step.title });
    const numFailed = log.failures.length;
    await log.perform(step);
    // Whoever waits for hours learns at once what will be missing.
    const failure = log.failures[numFailed];
    if (failure !== undefined) progress.warn(`${step.title} failed: ${failure.error.message}`);
  }
  const datasets: DatasetReproduction[] = [];
  for (const of of trials) datasets.push(await findingsOf(bench, of));
  const found = stepsOf(bench, trials, SECTIONS);
  const wallSeconds = found.reduce((sum, step) => sum + log.secondsOf(step), 0);
  const runIds = found.flatMap((step) => log.runIdOf(step) ?? []);
  return { datasets, wallSeconds, runIds, lackingPeers: peers.notes };
}

async function trialsOf(shop: Shop, seeds: readonly number[], workspace: string): Promise<Trials> {
  const trials: Trial[] = [];
  for (const seed of seeds) {
    const split = await seedSplit(shop.dataset, seed, workspace);
    const inputs = await withCatalog(workspace, 'read', (catalog) =>
      inputsOfSplit(catalog, shop.dataset, split),
    );
    trials.push({ ...{ shop, seed, split }, inputs });
  }
  return trials as [Trial, ...Trial[]];
}
