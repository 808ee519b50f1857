import type { VNode } from 'preact';
import { written } from '../format.js';
import { barLines } from '../bars.js';
import { BAR_NOTE, TIMES } from '../quality.js';
import { ablationTables, contestantTables } from '../tables/quality.js';
import { DataTable } from './data-table.js';
import type { SectionProps } from './section.js';

/** Our own model against everybody, and against itself with one thing changed. */
export function QualitySection(props: SectionProps): VNode {
  const { prefix, seeds } = props;
  const { quality } = props.dataset;
  const { ablations, slowdown } = quality;
  const lines = barLines(quality);
  return (
    <>
      <p>
        Not in the paper. Differences are taken seed by seed; a lead is shown where their 95 %
        interval, which one seed does not have, lies on one side of 0. {BAR_NOTE}. AUC and accuracy
        are shares of 1; relations are of two warm products.
      </p>
      {contestantTables(quality, seeds).map((table, index) => (
        <DataTable id={`${prefix}-quality-${index}`} table={table} seeds={seeds} />
      ))}
      {lines.length > 0 && (
        <ul>
          {lines.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      )}
      {slowdown.mean !== null && (
        <p>
          Training default takes {written(slowdown.mean, TIMES)} times as long as training paper.
        </p>
      )}
      {ablations.length > 0 && <Ablations {...props} />}
    </>
  );
}

function Ablations({ prefix, dataset: { quality }, seeds }: SectionProps): VNode {
  return (
    <>
      <h4>What it loses when one thing is changed</h4>
      <dl class="claims">
        {quality.ablations.map(({ name, settings, claim }) => (
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
    </>
  );
}
