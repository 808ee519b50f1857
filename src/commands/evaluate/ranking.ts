import { Flags } from '@oclif/core';
import { BaseCommand } from '../../base-command.js';
import { UsageError } from '../../errors.js';
import {
  BASELINES,
  evaluateRanking,
  type Baseline,
  type RankingEvaluation,
} from '../../experiments/evaluate-ranking.js';
import { datasetFlag, runFlag, threadsFlag } from '../../flags.js';
import { textTable } from '../../text-table.js';

export type { RankingEvaluation };

export default class EvaluateRanking extends BaseCommand<typeof EvaluateRanking> {
  static override summary = 'Measure how well a run ranks the purchases that were left out.';

  static override description = `AUC of the paper's eq. 4, exact: for each tested user the share of candidate products that score below the left-out one, then the mean over users with a 95 % interval. Ties count as lost; the column "half ties" gives them half credit.

The candidate set decides the result, so it is always stated: warm among warm products and cold among cold ones, and both among all. A user's own products are never candidates.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --run latest --dataset shop --baselines wboi,popularity --json',
  ];

  static override flags = {
    run: runFlag(),
    dataset: datasetFlag({ summary: 'Data set that "--run latest" refers to; any when absent.' }),
    baselines: Flags.string({
      summary: `Baselines to measure beside the run: all, none, or some of ${BASELINES.join(',')}.`,
      helpValue: 'LIST',
      default: 'all',
    }),
    threads: threadsFlag(),
  };

  async run(): Promise<RankingEvaluation> {
    const { run, dataset, baselines, threads } = this.flags;
    const result = await evaluateRanking({
      workspace: this.workspace,
      runId: run,
      dataset,
      baselines: parseBaselines(baselines),
      threads,
      progress: this.progress,
      signal: this.signal,
    });
    this.log(formatTable(result));
    return result;
  }
}

function parseBaselines(text: string): readonly Baseline[] {
  if (text === 'all') return BASELINES;
  if (text === 'none') return [];
  return text.split(',').map((name) => {
    const known = BASELINES.find((baseline) => baseline === name.trim().toLowerCase());
    if (known !== undefined) return known;
    throw new UsageError(`--baselines: there is no baseline "${name}".`, {
      suggestions: [`Use all, none, or some of ${BASELINES.join(', ')}, separated by commas.`],
    });
  });
}

function formatTable({ rows }: RankingEvaluation): string {
  const head = [
    'model',
    'part',
    'candidates',
    'AUC',
    '95 % interval',
    'half ties',
    'ties',
    'users',
  ];
  const number = (value: number | null): string => (value === null ? '-' : value.toFixed(4));
  const cells = rows.map((row) => [
    row.model,
    row.part,
    row.candidates,
    number(row.auc),
    `${number(row.ci95[0])} .. ${number(row.ci95[1])}`,
    number(row.aucHalfTies),
    number(row.ties),
    row.users.toLocaleString('en-US'),
  ]);
  return textTable(head, cells, (column) => column >= 3);
}
