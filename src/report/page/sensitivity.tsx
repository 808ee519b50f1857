import type { VNode } from 'preact';
import { sensitivityChart } from '../charts/auc-by-level.js';
import {
  capitalized,
  sensitivities,
  sensitivityTable,
  type Sensitivity,
} from '../tables/section6.js';
import { Claim } from './claim.js';
import { SmallFigure } from './chart-figure.js';
import { DataTable } from './data-table.js';
import type { SectionProps } from './section.js';

/** Section 6: what the paper claims about each factor, and what we measured. */
export function SensitivitySection({ prefix, dataset, seeds }: SectionProps): VNode {
  return (
    <>
      {sensitivities(dataset.sensitivity).map((sensitivity, index) => (
        <Factor id={`${prefix}-factor-${index}`} sensitivity={sensitivity} seeds={seeds} />
      ))}
    </>
  );
}

interface FactorProps {
  id: string;
  sensitivity: Sensitivity;
  seeds: readonly number[];
}

function Factor({ id, sensitivity, seeds }: FactorProps): VNode {
  const { factor, preset, claim, rows } = sensitivity;
  const parts = (['warm', 'cold'] as const).filter((part) =>
    rows.some((row) => row[part].mean !== null),
  );
  return (
    <>
      <h4>
        {capitalized(factor)} <small>preset {preset}</small>
      </h4>
      <Claim text={claim} />
      <div class="with-table">
        {parts.map((part) => (
          <SmallFigure
            caption={`${capitalized(part)} products`}
            svg={sensitivityChart(sensitivity, part)}
          />
        ))}
        <DataTable id={id} table={sensitivityTable(sensitivity)} seeds={seeds} />
      </div>
    </>
  );
}
