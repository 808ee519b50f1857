import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandsOn } from './baseline-shop.js';
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
  const run = commandsOn(join(folder, 'workspace'));
  const raw = join(folder, 'raw');
  if (!existsSync(raw)) await run(['data', 'synth', synthetic, '--out', raw, '--no-images']);
  const ingest = await secondsOnce(join(folder, 'ingest-seconds.txt'), () =>
    run([
      ...['data', 'ingest', '--dataset', 'shop', '--ratings-format', 'amazon-2014'],
      ...['--ratings', join(raw, 'ratings.csv'), '--features', join(raw, 'image_features.b')],
    ]),
  );
  const whole = await seconds(() =>
    run(['reproduce', '--quick', '--dataset', 'shop', '--device', 'cpu']),
  );
  const { rows } = await run<{ rows: Omit<PipelineStage, 'share'>[] }>(['query', STAGES]);
  const recorded = rows.reduce((sum, row) => sum + row.seconds, 0);
  const between = Math.max(0, whole - recorded);
  const stages = [
    { stage: 'ingest', seconds: ingest },
    ...rows,
    ...(between > 0 ? [{ stage: 'between steps, and the report', seconds: between }] : []),
  ];
  return stages.map((stage) => ({
    ...stage,
    share: stage.seconds / (ingest + recorded + between),
  }));
}

/** Seconds of work that is done once; `file` has them afterwards. */
async function secondsOnce(file: string, work: () => Promise<unknown>): Promise<number> {
  if (existsSync(file)) return parseFloat(await readFile(file, 'utf8'));
  const elapsed = await seconds(work);
  await writeFile(file, `${elapsed}\n`);
  return elapsed;
}

/** A step that needs a run trains it unless it is there, so the training is taken out of the first step about a run. */
const STAGES = `
WITH steps AS (
  SELECT split_part(step, '/', 3) AS kind, run_id, wall_seconds,
    row_number() OVER (PARTITION BY run_id ORDER BY finished_at) = 1 AND run_id IS NOT NULL AS trains
  FROM experiment_steps),
trainings AS (
  SELECT run_id, model, wall_seconds FROM runs WHERE status = 'completed' AND wall_seconds IS NOT NULL)
SELECT stage, sum(seconds)::DOUBLE AS seconds FROM (
  SELECT 'train ' || t.model AS stage, t.wall_seconds AS seconds
  FROM steps s JOIN trainings t USING (run_id) WHERE s.trains
  UNION ALL
  SELECT kind, greatest(s.wall_seconds - CASE WHEN trains THEN coalesce(t.wall_seconds, 0) ELSE 0 END, 0)
  FROM steps s LEFT JOIN trainings t USING (run_id))
GROUP BY stage ORDER BY seconds DESC`;

/** For people. */
export function formatPipeline(stages: readonly PipelineStage[]): string {
  const total = stages.reduce((sum, stage) => sum + stage.seconds, 0);
  const lines = stages.map(
    ({ stage, seconds: time, share }) =>
      `${time.toFixed(1).padStart(9)} s ${(100 * share).toFixed(1).padStart(5)} %  ${stage}`,
  );
  return [...lines, `${total.toFixed(1).padStart(9)} s         in all`].join('\n');
}
