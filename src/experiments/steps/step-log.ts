import { withCatalog } from '../../catalog/connection.js';
import {
  completedSteps,
  findExperiment,
  finishExperiment,
  recordExperiment,
  replaceStep,
  type CompletedStep,
  type ExperimentKind,
  type StepLabels,
  type StepRecord,
} from '../../catalog/experiments.js';
import {
  DeviceMemoryError,
  InputDataError,
  MissingArtifactError,
  TrainerUnavailableError,
  TrainingDivergedError,
  UsageError,
  VasgError,
} from '../../errors.js';
import { packageVersion } from '../../version.js';
import { digestOf } from '../runs/request-hash.js';

/** A piece of work whose result is kept, so that whoever is killed need not do it again. */
export interface Step<T> extends Omit<StepLabels, 'runId'> {
  /** Its name within the experiment. */
  step: string;
  /** JSON of everything that the result depends on. */
  inputs: unknown;
  /** To be raised whenever `work` comes to measure otherwise; absent for what it did at first. */
  revision?: number | undefined;
  /** Throws when the inputs, which `work` reads by name, were replaced while it went on. */
  requireSameInputs?: () => Promise<void>;
  work: () => Promise<StepOutcome<T>>;
}

export interface StepOutcome<T> {
  /** JSON. */
  result: T;
  /** The run that it is about, if it is about one. */
  runId?: string;
}

export interface StepFailure {
  step: string;
  title: string;
  error: VasgError;
}

export interface Experiment {
  workspace: string;
  experiment: string;
  kind: ExperimentKind;
  /** What was asked for. */
  request: Record<string, unknown>;
}

/**
 * The steps of an experiment, kept in the catalog. A step that is there with the same inputs is not done again;
 * one that failed by itself is noted, and the others go on.
 */
export class StepLog {
  /** Failures of this time, in their order. */
  readonly failures: StepFailure[] = [];
  private readonly done = new Map<string, CompletedStep>();

  private constructor(readonly experiment: Experiment) {}

  /** Starts an experiment, or goes on with it. Throws UsageError when the name is taken by another kind. */
  static async open(experiment: Experiment): Promise<StepLog> {
    const { workspace, experiment: name, kind } = experiment;
    const log = new StepLog(experiment);
    await withCatalog(workspace, 'write', async (catalog) => {
      const existing = await findExperiment(catalog, name);
      if (existing !== undefined && existing.kind !== kind) throw nameTaken(name, existing.kind);
      await recordExperiment(catalog, { ...experiment, startedAt: new Date().toISOString() });
      for (const step of await completedSteps(catalog, name)) log.done.set(step.step, step);
    });
    return log;
  }

  /** What a step found, now or at another time; undefined while it is not done with these inputs. */
  resultOf<T>(step: Step<T>): T | undefined {
    return this.completed(step)?.result as T | undefined;
  }

  /**
   * Does the step unless it is done. Undefined when it failed by itself; a failure that would meet every other step
   * as well is thrown.
   */
  async perform<T>(step: Step<T>): Promise<T | undefined> {
    const known = this.resultOf(step);
    if (known !== undefined) return known;
    const startedMs = Date.now();
    const seconds = (): number => (Date.now() - startedMs) / 1000;
    try {
      const { result, runId } = await undisturbed(step);
      // As it will be read next time: without what JSON does not have.
      const plain = JSON.parse(JSON.stringify(result)) as T;
      await this.store(step, { status: 'completed', result: plain, wallSeconds: seconds(), runId });
      return plain;
    } catch (error) {
      if (!concernsOneStep(error)) throw error;
      const { message, exitCode } = error;
      const failure = {
        status: 'failed',
        error: message,
        exitCode,
        wallSeconds: seconds(),
      } as const;
      await this.store(step, failure);
      this.failures.push({ step: step.step, title: step.title, error });
      return undefined;
    }
  }

  /** Seconds that a step took when it was done, whenever that was; 0 while it is not. */
  secondsOf(step: Step<unknown>): number {
    return this.completed(step)?.wallSeconds ?? 0;
  }

  /** The run that a step was about when it was done, if it was about one. */
  runIdOf(step: Step<unknown>): string | undefined {
    return this.completed(step)?.runId;
  }

  /** Notes that every step was tried. */
  async finish(): Promise<void> {
    const { workspace, experiment } = this.experiment;
    await withCatalog(workspace, 'write', (catalog) => finishExperiment(catalog, experiment));
  }

  private completed(step: Step<unknown>): CompletedStep | undefined {
    const done = this.done.get(step.step);
    return done?.inputHash === inputHash(step) ? done : undefined;
  }

  private async store(
    done: Step<unknown>,
    outcome: Pick<StepRecord, 'status' | 'wallSeconds' | 'runId'> & Partial<StepRecord>,
  ): Promise<void> {
    const { step, title, dataset, settings, seed } = done;
    const record: StepRecord = {
      ...{ error: null, exitCode: null, result: null },
      ...{ step, title, dataset, settings, seed },
      ...outcome,
      inputHash: inputHash(done),
      finishedAt: new Date().toISOString(),
    };
    const { workspace, experiment } = this.experiment;
    await withCatalog(workspace, 'write', (catalog) => replaceStep(catalog, experiment, record));
    if (record.status === 'completed') this.done.set(record.step, record);
  }
}

/**
 * Another release may measure otherwise, and between two releases whatever raised its revision does; both find the
 * runs, so that only the measuring is done again.
 */
function inputHash({ revision, inputs }: Pick<Step<unknown>, 'revision' | 'inputs'>): string {
  return digestOf({ version: packageVersion, revision, inputs });
}

/**
 * A failure is the step's own, and something missing is no reason of its own, only if the inputs are still the same.
 */
async function undisturbed<T>({ work, requireSameInputs }: Step<T>): Promise<StepOutcome<T>> {
  const outcome = await work().catch(async (error: unknown) => {
    if (concernsOneStep(error) || error instanceof MissingArtifactError) {
      await requireSameInputs?.();
    }
    throw error;
  });
  await requireSameInputs?.();
  return outcome;
}

/**
 * Settings that do not train, a trainer that they were too much for, or data that lack what the step needs say
 * nothing about other steps; features that every step reads, an interrupt, a full disk or a missing Python do.
 */
function concernsOneStep(error: unknown): error is VasgError {
  return (
    error instanceof TrainingDivergedError ||
    error instanceof DeviceMemoryError ||
    error instanceof TrainerUnavailableError ||
    (error instanceof InputDataError && error.code !== 'FEATURES_CHANGED') ||
    error instanceof UsageError
  );
}

function nameTaken(name: string, kind: ExperimentKind): UsageError {
  return new UsageError(`"${name}" is the name of a ${kind} in this workspace.`, {
    code: 'EXPERIMENT_EXISTS',
    suggestions: ['Choose another name with --name.'],
  });
}
