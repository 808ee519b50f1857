import type { StoredRun } from '../../catalog/runs.js';

/** Names of runs in tables, by run id. */
export type RunLabels = ReadonlyMap<string, string>;

/**
 * What tells each run from others of its model: the preset with what was changed in it, as the views of the catalog
 * have it, and the id too where that is the same.
 */
export function runLabels(
  runs: readonly Pick<StoredRun, 'runId' | 'model' | 'preset' | 'changes'>[],
): RunLabels {
  const described = runs.map(({ runId, model, preset, changes }) => ({
    runId,
    model,
    label: changes === undefined ? preset : `${preset}, ${changes}`,
  }));
  const isAlone = ({ runId, model, label }: (typeof described)[number]): boolean =>
    described.every(
      (other) => other.runId === runId || other.model !== model || other.label !== label,
    );
  return new Map(
    described.map((run) => [
      run.runId,
      isAlone(run) ? run.label : `${run.label}, run ${run.runId}`,
    ]),
  );
}

/** What a table shows of a contestant's preset; a dash for what needs no training. */
export function presetCell(
  { runId, preset }: { runId: string | null; preset: string | null },
  labels: RunLabels,
): string {
  return (runId === null ? undefined : labels.get(runId)) ?? preset ?? '-';
}
