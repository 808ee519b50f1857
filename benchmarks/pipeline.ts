import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../src/files/atomic-file.js';
import { commandsOn } from './baseline-shop.js';
import { BusyCores } from './busy-cores.js';
import { seconds } from './measure.js';

export interface PipelineChoice {
  /** Keeps the shop, its workspace and the time of loading, so that a measurement that was killed goes on. */
  readonly folder: string;
  /** Preset of `vasg data synth`. */
  readonly synthetic: 'tiny' | 'women';
}

/** Where the time of a whole reproduction goes. */
export interface PipelineStage {
  readonly stage: string;
  readonly seconds: number;
  /** Of all seconds. */
  readonly share: number;
  /** Mean of the cores at work meanwhile; undefined for what was done by an earlier call. */
  readonly busyCores?: number | undefined;
}

/** A time (milliseconds since 1970) that was spent on a stage. */
interface Span {
  readonly stage: string;
  readonly begin: number;
  readonly end: number;
}

/**
 * `vasg reproduce --quick` on a synthetic shop, on the CPU: wall time by stage, as the program records it in its
 * catalog. The data set is made before and not counted; loading it is. What passes between steps is known only where
 * nothing was done before this call.
 */
export async function measurePipeline({
  folder,
  synthetic,
}: PipelineChoice): Promise<PipelineStage[]> {
  const place = join(folder, synthetic);
  const [raw, workspace] = [join(place, 'raw'), join(place, 'workspace')];
  const run = commandsOn(workspace);
  if (!existsSync(raw)) await run(['data', 'synth', synthetic, '--out', raw, '--no-images']);
  const secondsFile = join(place, 'ingest-seconds.txt');
  // What was loaded without having been timed to its end is loaded again.
  if (!existsSync(secondsFile)) await rm(workspace, { recursive: true, force: true });
  const ingest = await secondsOnce(secondsFile, () =>
    run([
      ...['data', 'ingest', '--dataset', 'shop', '--ratings-format', 'amazon-2014'],
      ...['--ratings', join(raw, 'ratings.csv'), '--features', join(raw, 'image_features.b')],
    ]),
  );
  const cores = new BusyCores();
  const begin = Date.now();
  const whole = await seconds(() =>
    run(['reproduce', '--quick', '--dataset', 'shop', '--device', 'cpu']),
  ).finally(() => cores.stop());
  const { rows } = await run<{ rows: Span[] }>(['query', SPANS]);
  const names = [...new Set(rows.map(({ stage }) => stage))];
  const stages = names.map((name) =>
    summary(
      name,
      rows.filter(({ stage }) => stage === name),
      cores,
    ),
  );
  const between = rows.some((span) => span.begin < begin)
    ? undefined
    : whole - stages.reduce((sum, stage) => sum + stage.seconds, 0);
  return withShares([
    { stage: 'ingest', seconds: ingest },
    ...stages.toSorted((a, b) => b.seconds - a.seconds),
    ...(between === undefined
      ? []
      : [{ stage: 'between steps, and the report', seconds: between }]),
  ]);
}

type Unshared = Omit<PipelineStage, 'share'>;

function summary(stage: string, spans: readonly Span[], cores: BusyCores): Unshared {
  const sum = (of: (span: Span) => number): number =>
    spans.reduce((total, span) => total + of(span), 0);
  const length = ({ begin, end }: Span): number => 1e-3 * (end - begin);
  const worked = sum((span) => length(span) * (cores.between(span.begin, span.end) ?? NaN));
  const elapsed = sum(length);
  const busyCores = Number.isNaN(worked) ? undefined : worked / elapsed;
  return { stage, seconds: elapsed, busyCores };
}

function withShares(stages: readonly Unshared[]): PipelineStage[] {
  const total = stages.reduce((sum, stage) => sum + stage.seconds, 0);
  return stages.map((stage) => ({ ...stage, share: stage.seconds / total }));
}

/** Seconds of work that is done once; `file` has them afterwards. */
async function secondsOnce(file: string, work: () => Promise<unknown>): Promise<number> {
  if (existsSync(file)) return parseFloat(await readFile(file, 'utf8'));
  const elapsed = await seconds(work);
  await writeAtomically(file, (handle) => handle.writeFile(`${elapsed}\n`));
  return elapsed;
}

/** A step that needs a run trains it first unless it is there, so the first step about a run is two spans. */
const SPANS = `
WITH steps AS (
  SELECT split_part(step, '/', 3) AS kind, run_id,
    row_number() OVER (PARTITION BY run_id ORDER BY finished_at) = 1 AND run_id IS NOT NULL AS trains,
    epoch_ms(finished_at)::DOUBLE AS finish, finish - 1000 * wall_seconds AS start
  FROM experiment_steps),
parted AS (
  SELECT kind, model, start, finish,
    least(finish, start + CASE WHEN trains THEN 1000 * coalesce(wall_seconds, 0) ELSE 0 END) AS trained
  FROM steps LEFT JOIN runs USING (run_id))
SELECT 'train ' || model AS stage, start AS begin, trained AS "end" FROM parted WHERE trained > start
UNION ALL
SELECT kind, trained, finish FROM parted WHERE finish > trained`;

/** For people. */
export function formatPipeline(stages: readonly PipelineStage[]): string {
  const total = stages.reduce((sum, stage) => sum + stage.seconds, 0);
  const lines = stages.map(({ stage, seconds: time, share, busyCores }) =>
    [
      `${time.toFixed(1).padStart(9)} s`,
      `${(100 * share).toFixed(1).padStart(5)} %`,
      busyCores === undefined ? ' '.repeat(10) : `${busyCores.toFixed(2).padStart(4)} cores`,
      stage,
    ].join(' '),
  );
  return [...lines, `${total.toFixed(1).padStart(9)} s ${' '.repeat(18)} in all`].join('\n');
}
