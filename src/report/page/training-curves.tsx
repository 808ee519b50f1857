import type { VNode } from 'preact';
import type { TrainingCurve } from '../../experiments/reproduce/reproduction.js';
import { groupBy } from '../../group-by.js';
import { PART_LOOKS } from '../charts/auc-by-level.js';
import { RELATIONS_LOOK, trainingPanels } from '../charts/training-curve.js';
import { byContestant } from '../contestant.js';
import { listed } from '../format.js';
import { Legend, SmallFigure, type LegendEntry } from './chart-figure.js';
import { RunIds } from './data-table.js';
import type { SectionProps } from './section.js';

/** How every model was trained, with the seeds that the reproduction has curves of. */
export function TrainingCurves({ dataset: { trainingCurves } }: SectionProps): VNode {
  return (
    <>
      <p>One line a run. Training stops on the validation AUC where a model has one.</p>
      <Legend entries={legend(trainingCurves)} />
      {[...byContestant(trainingCurves)].map(([contestant, curves]) => (
        <Contestant title={contestant} curves={curves} />
      ))}
    </>
  );
}

const AUCS = [
  { reading: 'aucWarm', title: 'AUC of warm products', look: PART_LOOKS.warm },
  { reading: 'aucCold', title: 'AUC of cold products', look: PART_LOOKS.cold },
  { reading: 'aucRelations', title: 'AUC of pairs of products', look: RELATIONS_LOOK },
] as const;

/** Of those that any run reported. */
function legend(curves: readonly TrainingCurve[]): LegendEntry[] {
  const points = curves.flatMap((curve) => curve.points);
  return AUCS.filter(({ reading }) => points.some((point) => point[reading] !== null)).map(
    ({ title, look }) => ({ title, look, as: 'line' }),
  );
}

function Contestant({ title, curves }: { title: string; curves: TrainingCurve[] }): VNode {
  const runIds = [...new Set(curves.map(({ runId }) => runId))];
  const seeds = [...new Set(curves.map(({ seed }) => seed))];
  return (
    <>
      <h4>{title}</h4>
      <p class="legend-line">
        {seeds.length === 1 ? 'Seed' : 'Seeds'} {listed(seeds)}. <RunIds ids={runIds} />
      </p>
      <div class="smalls">
        {[...groupBy(curves, ({ stage }) => stage)].flatMap(([stage, own]) =>
          trainingPanels(stage, own).map((svg) => (
            <SmallFigure caption={`Stage “${stage}”`} svg={svg} />
          )),
        )}
      </div>
    </>
  );
}
