import type { AnalogyRow, DatasetReproduction, DensityCurve } from '../reproduction.js';
import { beside, count, numeric, spread, table } from './table.js';

/** What section 5 says in numbers; its pictures are in the report. */
export function section5({ analogies, figure4 }: DatasetReproduction): string[] {
  return [
    '### Section 5: precision@5 of X_p1 − X_u1 + X_u2',
    table<AnalogyRow>(
      [
        { title: 'model', text: ({ model }) => model },
        { title: 'preset', text: ({ preset }) => preset ?? '–' },
        { title: 'what is counted', text: ({ description }) => description },
        ...beside(analogies, ({ precision }) => precision),
        numeric('queries', ({ queries }) => count(queries)),
      ],
      analogies,
    ),
    '### Figure 4: cosines of random pairs of products, their excess kurtosis and spread',
    table<DensityCurve>(
      [
        { title: 'space', text: ({ space }) => space },
        { title: 'preset', text: ({ preset }) => preset ?? '–' },
        ...beside(figure4, ({ excessKurtosis }) => excessKurtosis, {
          what: 'kurtosis, ',
          digits: 2,
        }),
        numeric('standard deviation', (row) => spread(row.standardDeviation)),
      ],
      figure4,
    ),
  ];
}
