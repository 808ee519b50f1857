import { MissingArtifactError } from '../errors.js';
import type { Catalog } from './connection.js';

/** What was looked for in vain; what is absent did not restrict the search. */
interface Sought {
  dataset?: string | undefined;
  split?: string | undefined;
}

interface EarlierRun {
  runId: string;
  dataset: string;
  split: string;
}

/** The error where no completed run belongs to the present data (`RUN_MISSING`): there is none, or it was replaced. */
export async function noCompletedRun(
  catalog: Catalog,
  { dataset, split }: Sought,
): Promise<MissingArtifactError> {
  const earlier = await catalog.row<EarlierRun>(
    `SELECT run_id AS "runId", dataset, split FROM runs
     WHERE status = 'completed' AND ($dataset IS NULL OR dataset = $dataset)
       AND ($split IS NULL OR split = $split)
     ORDER BY completed_at DESC, run_id DESC LIMIT 1`,
    { dataset: dataset ?? null, split: split ?? null },
  );
  if (earlier !== undefined) return replaced(earlier);
  const on = split === undefined ? '' : ` on split ${split}`;
  const of = dataset === undefined ? '' : ` for data set ${dataset}`;
  return new MissingArtifactError(`There is no completed run${on}${of} in ${catalog.path}.`, {
    code: 'RUN_MISSING',
    suggestions: [`Train a model first: \`vasg train ${flags({ dataset, split }) || '--help'}\`.`],
  });
}

function replaced(earlier: EarlierRun): MissingArtifactError {
  const { runId, dataset, split } = earlier;
  return new MissingArtifactError(
    `There is no completed run on the present data. Run ${runId} belongs to an earlier state of data set ${dataset} or of its split ${split}, which was replaced since.`,
    {
      code: 'RUN_MISSING',
      suggestions: [
        `Train again: \`vasg train ${flags(earlier)}\`; if the data set was replaced, split it first.`,
        'List the runs with `vasg query --name runs`.',
      ],
    },
  );
}

function flags({ dataset, split }: Sought): string {
  if (dataset === undefined) return '';
  const named = split === undefined || split === 'default' ? '' : ` --split ${split}`;
  return `--dataset ${dataset}${named}`;
}
