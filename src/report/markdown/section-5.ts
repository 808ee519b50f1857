import type {
  AnalogyRow,
  DatasetReproduction,
  DensityCurve,
} from '../../experiments/reproduce/reproduction.js';
import { beside, count, numeric, spread, table } from './table.js';

/** What section 5 says in numbers; its pictures are in the report. */
export function section5({ analogies, figure4 }: DatasetReproduction): string[] {
  return [
    '### Section 5: precision@5 of X_p1 − X_u1 + X_u2',
    ...definitions(analogies),
    table<AnalogyRow>(
      [
        { title: 'definition', text: ({ definition }) => definition },
        { title: 'model', text: ({ model }) => model },
        { title: 'preset', text: ({ preset }) => preset ?? '–' },
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
          what: 'excess kurtosis, ',
          digits: 2,
        }),
        numeric('standard deviation', (row) => spread(row.standardDeviation)),
      ],
      figure4,
    ),
  ];
}

/** What is counted under each definition, once. */
function definitions(rows: readonly AnalogyRow[]): string[] {
  const sentences = new Map(rows.map(({ definition, description }) => [definition, description]));
  if (sentences.size === 0) return [];
  return [[...sentences].map(([name, sentence]) => `- ${name}: ${sentence}`).join('\n')];
}
