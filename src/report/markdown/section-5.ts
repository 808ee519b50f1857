import type {
  AnalogyRow,
  DatasetReproduction,
  DensityCurve,
} from '../../experiments/reproduce/reproduction.js';
import { COUNT, NOTHING, decimals, share } from '../format.js';
import { beside, numeric, spread, table } from './table.js';

/** What section 5 says in numbers; its pictures are in the report. */
export function section5({ analogies, figure4 }: DatasetReproduction): string[] {
  return [
    '### Section 5: precision@5 of X_p1 − X_u1 + X_u2, and how often p1 comes back',
    ...definitions(analogies),
    table<AnalogyRow>(
      [
        { title: 'definition', text: ({ definition }) => definition },
        { title: 'model', text: ({ model }) => model },
        { title: 'preset', text: ({ preset }) => preset ?? NOTHING },
        ...beside(analogies, ({ precision }) => precision, { format: share(2) }),
        numeric('queries', ({ queries }) => COUNT(queries)),
      ],
      analogies,
    ),
    '### Figure 4: cosines of random pairs of products, their excess kurtosis and spread',
    table<DensityCurve>(
      [
        { title: 'space', text: ({ space }) => space },
        { title: 'preset', text: ({ preset }) => preset ?? NOTHING },
        ...beside(figure4, ({ excessKurtosis }) => excessKurtosis, {
          what: 'excess kurtosis, ',
          format: decimals(2),
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
