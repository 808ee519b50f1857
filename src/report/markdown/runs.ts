import { groupsOf } from '../../group-by.js';
import type { DatasetReproduction } from '../../experiments/reproduce/reproduction.js';
import { contestantTitle } from '../contestant.js';
import { table } from './table.js';

interface Source {
  model: string;
  preset: string;
  runIds: readonly string[];
}

/** Where the numbers come from: the runs of every trained contestant, and those of section 6 and of the ablations. */
export function runs(found: DatasetReproduction): string[] {
  return [
    '### Runs',
    `In the order of the seeds; \`vasg query\` finds them in table runs. Figures 2 and 3 show ${contestantTitle(found.shown)}, seed ${found.shown.seed}.`,
    table<Source>(
      [
        { title: 'model', text: ({ model }) => model },
        { title: 'preset', text: ({ preset }) => preset },
        { title: 'runs', text: ({ runIds }) => runIds.join(', ') },
      ],
      sourcesOf(found),
    ),
  ];
}

function sourcesOf({
  table2,
  table3,
  analogies,
  sensitivity,
  figure5,
  quality,
}: DatasetReproduction): Source[] {
  const contestants = [
    ...table2.map(({ auc, ...row }) => ({ ...row, runIds: auc.runIds })),
    ...table3.map(({ accuracy, ...row }) => ({ ...row, runIds: accuracy.runIds })),
    ...analogies.map(({ precision, ...row }) => ({ ...row, runIds: precision.runIds })),
  ].map(({ model, preset, runIds }) => ({ model, preset: preset ?? '', runIds }));
  const levels = [
    ...sensitivity.map(({ factor, level, runIds }) => ({ model: `${factor} ${level}`, runIds })),
    ...figure5.map(({ embeddingDim, runIds }) => ({ model: `D ${embeddingDim}`, runIds })),
  ].map(({ model, runIds }) => ({ model: `Section 6, ${model}`, preset: 'paper', runIds }));
  const variants = quality.ablations.map(({ name, runIds }) => ({
    model: `Ablation, ${name}`,
    preset: 'default',
    runIds,
  }));
  const trained = [...contestants, ...levels, ...variants].filter(
    ({ runIds }) => runIds.length > 0,
  );
  // The scorers of one run are one source, under the name of the first.
  return groupsOf(trained, ({ runIds }) => runIds.join()).map(([first]) => first);
}
