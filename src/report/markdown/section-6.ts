import { groupsOf } from '../../group-by.js';
import type {
  DatasetReproduction,
  DimensionRow,
  SensitivityRow,
} from '../../experiments/reproduce/reproduction.js';
import { numeric, spread, table } from './table.js';

/** What matters, each factor with the paper's claim. */
export function section6({ sensitivity, figure5 }: DatasetReproduction): string[] {
  const factors = groupsOf(sensitivity, ({ factor }) => factor);
  return [
    '### Section 6: what matters to preset paper',
    'AUC among products of the same kind.',
    ...factors.flatMap((rows) => [
      claimed(rows[0]),
      table<SensitivityRow>(
        [
          { title: rows[0].factor, text: ({ level }) => level },
          numeric('warm', ({ warm }) => spread(warm)),
          numeric('cold', ({ cold }) => spread(cold)),
        ],
        rows,
      ),
    ]),
    '### Figure 5: warm AUC against embedding size',
    ...figure5.slice(0, 1).map(claimed),
    table<DimensionRow>(
      [
        numeric('D', ({ embeddingDim }) => String(embeddingDim)),
        numeric('AUC', ({ auc }) => spread(auc)),
      ],
      figure5,
    ),
  ];
}

const claimed = ({ claim }: { claim: string }): string => `The paper, in our words: ${claim}`;
