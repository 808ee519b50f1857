import type { VasgError } from '../../errors.js';
import { MODELS } from '../../config/models.js';
import { withCatalog } from '../../catalog/connection.js';
import { patiently } from '../../catalog/patience.js';
import type { Progress } from '../../progress/progress.js';
import { ensureRun } from '../train/ensure-run.js';
import { evaluateRuns } from '../evaluate/evaluate-ranking.js';
import type { RankingRow } from '../evaluate/ranking-rows.js';
import { inputsOfSplit } from '../runs/inputs-of-split.js';
import { claimExperiment } from '../steps/claim-experiment.js';
import { seedSplit } from '../steps/seed-split.js';
import type { ModelRequest } from '../runs/request-hash.js';
import { requireUnchanged } from '../steps/require-unchanged.js';
import { runInputs } from '../steps/run-inputs.js';
import { StepLog, type Step } from '../steps/step-log.js';
import type { TrainOptions } from '../train/train-run.js';
import { withSharedTrainer } from '../steps/with-shared-trainer.js';
import { describeSettings } from './grid.js';
import { cellsOf, defaultName, type SweepCell, type SweepRequest } from './sweep-request.js';
import {
  summarise,
  type CellResult,
  type MeasuredSettings,
  type SweepResult,
} from './sweep-result.js';

export interface SweepOutcome {
  result: SweepResult;
  /** The first cell that failed, as it failed. */
  firstFailure: VasgError | undefined;
}

/** A split, and digests of what everything on it depends on. */
interface Place {
  split: string;
  inputs: ModelRequest['inputs'];
}

type PlacedCell = SweepCell & Place;

interface Sweeping {
  log: StepLog;
  request: SweepRequest;
  /** Of each cell, which tells little. */
  options: TrainOptions;
  /** Of the sweep. */
  progress: Progress;
}

/**
 * Trains and measures every cell of a grid, one after another; cells that are in the catalog are not done again, so
 * that an interrupted sweep goes on where it was. Throws UsageError for settings that cannot work before anything
 * starts, and MissingArtifactError (`STATE_IN_USE`) when another process is at it; a cell whose training fails is noted
 * and the others go on.
 */
export function runSweep(
  request: SweepRequest,
  options: TrainOptions,
  name: string = defaultName(request),
): Promise<SweepOutcome> {
  const claim = { workspace: options.workspace, experiment: name };
  return patiently(options, () => claimExperiment(claim, () => sweepAll(request, options, name)));
}

async function sweepAll(
  request: SweepRequest,
  options: TrainOptions,
  name: string,
): Promise<SweepOutcome> {
  const cells = await placeCells(request, options.workspace);
  const { workspace } = options;
  const log = await StepLog.open({
    ...{ workspace, experiment: name, kind: 'sweep' },
    request: { ...request },
  });
  const { measured, baselines } = await withSharedTrainer(log, options, async (inner) => {
    const sweeping = { log, request, options: inner, progress: options.progress };
    return {
      measured: await measureCells(sweeping, cells),
      baselines: await measureBaselines(sweeping, cells),
    };
  });
  await log.finish();
  const { dataset, model, preset, seeds, fusedMultiplyAdd = false } = request;
  const about = { sweep: name, dataset, model, preset, seeds, fusedMultiplyAdd };
  const summaries = {
    summary: summarise(measured, MODELS[model].title),
    baselines: summarise(baselines, 'baselines'),
  };
  const result = { ...about, cells: measured, ...summaries };
  return { result, firstFailure: log.failures[0]?.error };
}

/** Every cell with the split it is trained on, which is made or must be there. */
async function placeCells(request: SweepRequest, workspace: string): Promise<PlacedCell[]> {
  const { dataset, split, seeds } = request;
  const cells = cellsOf(request);
  const places = new Map<number, Place>();
  for (const seed of seeds) {
    const name = split ?? (await seedSplit(dataset, seed, workspace));
    const inputs = await withCatalog(workspace, 'read', (catalog) =>
      inputsOfSplit(catalog, dataset, name),
    );
    places.set(seed, { split: name, inputs });
  }
  return cells.map((cell) => ({ ...cell, ...places.get(cell.seed)! }));
}

async function measureCells(
  sweeping: Sweeping,
  cells: readonly PlacedCell[],
): Promise<CellResult[]> {
  const { request, progress } = sweeping;
  const results: CellResult[] = [];
  for (const [index, cell] of cells.entries()) {
    const title = titleOf(cell, request);
    progress.log(`[${index + 1}/${cells.length}] ${title}`);
    const result = await cellResult(sweeping, cell);
    if (result.error !== null) progress.warn(`${title} failed: ${result.error.message}`);
    results.push(result);
  }
  return results;
}

async function cellResult(sweeping: Sweeping, cell: PlacedCell): Promise<CellResult> {
  const { log } = sweeping;
  const { settings, seed, split } = cell;
  const done = await log.perform(cellStep(sweeping, cell));
  const error = done === undefined ? log.failures.at(-1)!.error : null;
  return {
    ...{ settings, seed, split },
    runId: done?.runId ?? null,
    error: error && { code: error.code, exitCode: error.exitCode, message: error.message },
    rows: done?.rows ?? [],
  };
}

function cellStep(
  { request, options }: Sweeping,
  cell: PlacedCell,
): Step<{ runId: string; rows: RankingRow[] }> {
  const { seed, split, inputs, model } = cell;
  const { dataset, preset, fusedMultiplyAdd } = request;
  // A name of its own, should a sweep of this name have been made in the other arithmetic.
  const settings = { ...cell.settings, ...(fusedMultiplyAdd && { fusedMultiplyAdd }) };
  return {
    step: `${describeSettings(settings)}, seed=${seed}`,
    title: titleOf(cell, request),
    ...{ dataset, settings, seed },
    inputs: runInputs({ ...model, seed, inputs, fusedMultiplyAdd }, options.trainer),
    requireSameInputs: () => requireUnchanged(options.workspace, { dataset, split, inputs }),
    work: async () => {
      const newRun = { ...model, dataset, split, preset, seed, fusedMultiplyAdd };
      const { runId } = await ensureRun(newRun, options);
      const { rows } = await evaluateRuns({
        ...options,
        ...{ dataset, split, runIds: [runId], baselines: [] },
      });
      return { result: { runId, rows }, runId };
    },
  };
}

/** Once for each split, however many cells there are. */
async function measureBaselines(
  { log, request, options }: Sweeping,
  cells: readonly PlacedCell[],
): Promise<MeasuredSettings[]> {
  const { dataset, baselines } = request;
  if (baselines.length === 0) return [];
  const splits = new Map(cells.map(({ split, inputs }) => [split, inputs]));
  const all: MeasuredSettings[] = [];
  for (const [split, inputs] of splits) {
    const measured = await log.perform({
      step: `baselines, split=${split}`,
      title: `Baselines on split ${split}`,
      dataset,
      inputs: { baselines, ...inputs },
      requireSameInputs: () => requireUnchanged(options.workspace, { dataset, split, inputs }),
      work: async () => ({
        result: await evaluateRuns({ ...options, dataset, split, runIds: [], baselines }),
      }),
    });
    all.push({ settings: {}, rows: measured?.rows ?? [] });
  }
  return all;
}

function titleOf({ settings, seed }: SweepCell, { model }: SweepRequest): string {
  return `${MODELS[model].title}, ${describeSettings(settings)}, seed ${seed}`;
}
