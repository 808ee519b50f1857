import type { VNode } from 'preact';
import { dimensionChart } from '../charts/auc-by-level.js';
import { cosineDensityChart } from '../charts/cosine-density.js';
import { seriesLook } from '../series.js';
import { distributionTable, spaceTitle } from '../tables/section5.js';
import { dimensionTable } from '../tables/section6.js';
import { Caption } from './caption.js';
import { ChartFigure } from './chart-figure.js';
import { Claim } from './claim.js';
import { DataTable } from './data-table.js';
import type { SectionProps } from './section.js';

/** Figure 4 and the shape of its curves. */
export function Distribution({ prefix, dataset: { figure4 }, seeds }: SectionProps): VNode {
  return (
    <div class="with-table">
      <ChartFigure
        id={`${prefix}-cosines`}
        caption={
          <Caption title="Figure 4. Cosine of random pairs of products">
            A wide curve tells products apart. A narrow one near 1 finds all of them alike, and one
            near 0 all of them equally unlike: nearly orthogonal.
          </Caption>
        }
        chart={cosineDensityChart(figure4)}
        legend={figure4.map((curve, index) => ({
          title: spaceTitle(curve),
          look: seriesLook(index),
          as: 'line',
        }))}
      />
      <DataTable id={`${prefix}-shapes`} table={distributionTable(figure4)} seeds={seeds} />
    </div>
  );
}

/** Figure 5 and its numbers, below what the paper makes of its own. */
export function Dimensions({ prefix, dataset: { figure5 }, seeds }: SectionProps): VNode {
  const [first] = figure5;
  return (
    <>
      {first && <Claim text={first.claim} />}
      <div class="with-table">
        <ChartFigure
          id={`${prefix}-dimensions`}
          caption={
            <Caption title="Figure 5. AUC of warm products against D">
              Bars are one standard deviation over seeds each way.
            </Caption>
          }
          chart={dimensionChart(figure5)}
        />
        <DataTable id={`${prefix}-dimension-table`} table={dimensionTable(figure5)} seeds={seeds} />
      </div>
    </>
  );
}
