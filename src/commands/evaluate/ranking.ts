import { Flags } from '@oclif/core';
import { BaseCommand } from '../../base-command.js';
import { comparedRuns, requireContestants } from '../../flags/comparison-flags.js';
import {
  evaluateRuns,
  type RankingEvaluation,
} from '../../experiments/evaluate/evaluate-ranking.js';
import { BASELINE_CHOICES, parseBaselines } from '../../experiments/evaluate/ranking-baselines.js';
import { peerTitles } from '../../experiments/evaluate/peers.js';
import type { PeerFailure } from '../../experiments/evaluate/ranking-contestants.js';
import { presetCell, type RunLabels } from '../../experiments/runs/run-labels.js';
import { datasetFlag, runFlag, splitFlag, threadsFlag } from '../../flags/flags.js';
import { textTable } from '../../text-table.js';

export type { RankingEvaluation };

export default class EvaluateRanking extends BaseCommand<typeof EvaluateRanking> {
  static override summary =
    'Measure how well runs rank the purchases that were left out (Table 2).';

  static override description = `AUC of the paper's eq. 4, exact: for each tested user the share of candidate products that score below the left-out one, then the mean over users with a 95 % interval. Ties count as lost; the column "half ties" gives them half credit.

The candidate set decides the result, so it is always stated: warm among warm products and cold among cold ones, and both among all. A user's own products are never candidates. A model without a score for cold products has a dash where they take part.

Several runs of one split, and the baselines that need no training ("all"), come in one table; baselines are measured once for all of them. "peers" are standards of the field (item-based neighbours, EASE, ALS) from libraries of others, which "setup --peers" installs: they are trained on the same purchases, with settings that do best on the validation part, and have no score for cold products. Those that are missing are left out with a warning, except where one is asked for by name. One that is there and fails is left out too; the command then ends with exit code 5.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --run latest --dataset shop --baselines wboi,popularity --json',
    '<%= config.bin %> <%= command.id %> --dataset shop --runs latest-of-each',
    '<%= config.bin %> <%= command.id %> --dataset shop --runs latest-of-each --baselines all,peers',
  ];

  static override flags = {
    run: runFlag(),
    runs: Flags.string({
      summary:
        'Runs to compare: ids separated by commas, "latest-of-each" for the newest completed one of every model and preset (with other hyper-parameters only where there is no other), or "none".',
      helpValue: 'LIST',
      exclusive: ['run'],
    }),
    dataset: datasetFlag({ summary: 'Data set that "latest" refers to; any when absent.' }),
    split: splitFlag({
      summary: 'Split that "latest" refers to.',
      default: undefined,
    }),
    baselines: Flags.string({
      summary: `Baselines to measure beside the runs: ${BASELINE_CHOICES}.`,
      helpValue: 'LIST',
      default: 'all',
    }),
    threads: threadsFlag(),
  };

  async run(): Promise<RankingEvaluation> {
    const { run, runs, dataset, split, threads } = this.flags;
    const choice = parseBaselines(this.flags.baselines);
    const { workspace, progress, signal } = this;
    const chosen = await comparedRuns(workspace, { runs: runs ?? run, dataset, split });
    requireContestants(chosen, choice.baselines);
    const failures: PeerFailure[] = [];
    const result = await evaluateRuns({
      ...{ ...chosen, ...choice },
      ...{ workspace, threads, progress, signal },
      trainer: { cacheFolder: this.config.cacheDir },
      onPeerFailure: (failure) => {
        failures.push(failure);
        progress.warn(describeFailure(failure));
      },
    });
    const first = failures[0]?.error;
    if (first !== undefined && result.rows.length === 0) throw first;
    this.log(formatTable(result, chosen.labels));
    // The table is worth having all the same, so nothing is thrown.
    if (first !== undefined) process.exitCode = first.exitCode;
    return result;
  }
}

function describeFailure({ peer, error }: PeerFailure): string {
  return [`Without ${peerTitles([peer])}.`, error.message, ...error.suggestions].join(' ');
}

function formatTable({ rows }: RankingEvaluation, labels: RunLabels): string {
  const head = [
    'model',
    'preset',
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
    presetCell(row, labels),
    row.part,
    row.candidates,
    number(row.auc),
    row.auc === null ? '-' : `${number(row.ci95[0])} .. ${number(row.ci95[1])}`,
    number(row.aucHalfTies),
    number(row.ties),
    row.users.toLocaleString('en-US'),
  ]);
  return textTable(head, cells, (column) => column >= 4);
}
