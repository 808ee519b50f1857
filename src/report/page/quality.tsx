import type { VNode } from 'preact';
import { written } from '../format.js';
import { TIMES } from '../quality.js';
import { ablationTables, contestantTables } from '../tables/quality.js';
import { DataTable } from './data-table.js';
import type { SectionProps } from './section.js';

/** Our own model against everybody, and against itself less one departure from the paper. */
export function QualitySection({ prefix, dataset: { quality }, seeds }: SectionProps): VNode {
  const { ablations, slowdown } = quality;
  return (
    <>
      <p>
        Not in the paper. Differences are taken seed by seed; a lead is shown where their 95 %
        interval, which one seed does not have, lies on one side of 0. AUC and accuracy are shares
        of 1; relations are of two warm products.
      </p>
      {contestantTables(quality).map((table, index) => (
        <DataTable id={`${prefix}-quality-${index}`} table={table} seeds={seeds} />
      ))}
      {ablations.length > 0 && (
        <>
          <h4>What each departure from the paper is worth</h4>
          <dl class="departures">
            {ablations.map(({ name, settings, claim }) => (
              <>
                <dt>
                  {name} <small>{settings}</small>
                </dt>
                <dd>{claim}</dd>
              </>
            ))}
          </dl>
          {ablationTables(quality).map((table, index) => (
            <DataTable id={`${prefix}-ablations-${index}`} table={table} seeds={seeds} />
          ))}
          <p>
            Training default takes {written(slowdown.mean, TIMES)} times as long as training paper.
          </p>
        </>
      )}
    </>
  );
}
