import type { ModelSettings } from '../../config/models.js';
import { DrawnPairs } from '../evaluate/drawn-pairs.js';
import { ensureRun } from '../train/ensure-run.js';
import { requireUnchanged } from '../steps/require-unchanged.js';
import { runInputs } from '../steps/run-inputs.js';
import type { Step, StepLog } from '../steps/step-log.js';
import type { TrainOptions } from '../train/train-run.js';
import { nameOf, settingsOf, type Contestant, type Overrides } from './contestants.js';
import { shortened } from './shorten.js';
import type { Sizes } from './sizes.js';
import type { Trial } from './trial.js';

/** What was measured on a run. */
export interface OfRun<T> {
  runId: string;
  value: T;
}

/** What decides who takes part in section 6. */
export interface Setting {
  readonly sizes: Sizes;
  readonly overrides: Overrides;
  /** Whether runs place products so; no when absent. */
  readonly fusedMultiplyAdd?: boolean | undefined;
}

export interface BenchOptions extends Setting {
  log: StepLog;
  options: TrainOptions;
}

/** A measurement: its name, what decides it besides its trial, and how it is made. */
export interface Measurement<T, Input> {
  /** e.g. `ranking`. */
  kind: string;
  /** To be raised when it comes to measure otherwise, so that what is in catalogs does not mix with it. */
  revision?: number | undefined;
  /** For people, e.g. `Table 2`. */
  title: string;
  inputs?: Readonly<Record<string, unknown>>;
  measure: (input: Input) => Promise<T>;
}

/** Where steps are made: it knows the runs, and what has been measured. */
export class Bench implements Setting {
  readonly options: TrainOptions;
  readonly sizes: Sizes;
  readonly overrides: Overrides;
  readonly fusedMultiplyAdd: boolean | undefined;
  /** Of Table 3, for the contestants of one trial. */
  readonly pairs = new DrawnPairs();
  private readonly log: StepLog;
  private readonly runs = new Map<string, Promise<string>>();

  constructor({ log, options, sizes, overrides, fusedMultiplyAdd }: BenchOptions) {
    this.log = log;
    this.options = options;
    this.sizes = sizes;
    this.overrides = overrides;
    this.fusedMultiplyAdd = fusedMultiplyAdd;
  }

  /** What the step found; undefined while it is not done. */
  resultOf<T>(step: Step<T>): T | undefined {
    return this.log.resultOf(step);
  }

  /** A step that needs no training. */
  trialStep<T>(
    trial: Trial,
    { kind, revision, title, inputs, measure }: Measurement<T, Trial>,
  ): Step<T> {
    const { shop, split, seed } = trial;
    return {
      step: `${shop.dataset}/${split}/${kind}`,
      title: `${title}, seed ${seed}, ${shop.dataset}`,
      ...{ dataset: shop.dataset, seed },
      revision,
      inputs: { kind, seed, ...trial.inputs, ...inputs },
      requireSameInputs: () => this.requireUnchanged(trial),
      work: async () => ({ result: await measure(trial) }),
    };
  }

  /** A step about one run, which is trained unless it is there. */
  runStep<T>(
    trial: Trial,
    contestant: Contestant,
    { kind, revision, title, inputs, measure }: Measurement<T, string>,
  ): Step<OfRun<T>> {
    const { shop, split, seed } = trial;
    const name = nameOf(contestant);
    const { fusedMultiplyAdd } = this;
    const settings = this.settingsOf(contestant, trial);
    const request = { ...settings, seed, inputs: trial.inputs, fusedMultiplyAdd };
    return {
      step: `${shop.dataset}/${split}/${kind}/${name}`,
      title: `${title}: ${name}, seed ${seed}, ${shop.dataset}`,
      ...{ dataset: shop.dataset, settings: contestant.settings, seed },
      revision,
      inputs: { kind, ...runInputs(request, this.options.trainer), ...inputs },
      requireSameInputs: () => this.requireUnchanged(trial),
      work: async () => {
        const runId = await this.run(trial, contestant);
        return { result: { runId, value: await measure(runId) }, runId };
      },
    };
  }

  settingsOf(contestant: Contestant, { shop }: Trial): ModelSettings {
    const limits = this.sizes.training;
    return settingsOf(contestant, this.overrides, (preset) =>
      limits === undefined ? preset : shortened(preset, limits, shop.numProducts),
    );
  }

  private requireUnchanged({ shop: { dataset }, split, inputs }: Trial): Promise<void> {
    return requireUnchanged(this.options.workspace, { dataset, split, inputs });
  }

  /** Trains once, however many steps ask; a training that failed fails them all at once. */
  private run(trial: Trial, contestant: Contestant): Promise<string> {
    const { shop, split, seed } = trial;
    const key = `${shop.dataset}/${split}/${nameOf(contestant)}`;
    const known = this.runs.get(key);
    if (known !== undefined) return known;
    const { preset } = contestant;
    const { fusedMultiplyAdd } = this;
    const about = { dataset: shop.dataset, split, preset, seed, fusedMultiplyAdd };
    const request = { ...this.settingsOf(contestant, trial), ...about };
    const run = ensureRun(request, this.options).then(({ runId }) => runId);
    this.runs.set(key, run);
    return run;
  }
}
