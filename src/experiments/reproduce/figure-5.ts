import type { Step } from '../steps/step-log.js';
import { spreadOf } from '../steps/spread.js';
import type { Bench, Setting } from './bench.js';
import { PAPER, type Contestant } from './contestants.js';
import { aucOf, rankingStep } from './rankings.js';
import { CLAIMS } from './printed.js';
import type { DimensionRow } from './reproduction.js';
import type { Trial } from './trial.js';
import { variantOf } from './variants.js';

/** Section 6, "Influence of Embedding size": AUC of warm products against D. */
export function figure5Steps(bench: Bench, trial: Trial): Step<unknown>[] {
  return levels(bench).map(({ contestant }) => rankingStep(bench, trial, contestant, 'Figure 5'));
}

/** Trials are those of one shop, in the order of the seeds. */
export function figure5(bench: Bench, trials: readonly Trial[]): DimensionRow[] {
  return levels(bench).map(({ embeddingDim, contestant }) => {
    const found = trials.map((trial) => bench.resultOf(rankingStep(bench, trial, contestant)));
    return {
      embeddingDim,
      auc: spreadOf(found.map((ranked) => aucOf(ranked?.value, 'warm'))),
      claim: CLAIMS.embeddingDim,
      runIds: found.flatMap((ranked) => ranked?.runId ?? []),
    };
  });
}

/** Whom Figure 5 needs. */
export function figure5Contestants(setting: Setting): Contestant[] {
  return levels(setting).map(({ contestant }) => contestant);
}

function levels({ sizes, overrides }: Setting): { embeddingDim: number; contestant: Contestant }[] {
  return sizes.embeddingDims.map((embeddingDim) => ({
    embeddingDim,
    contestant: variantOf(PAPER, 'embeddingDim', embeddingDim, overrides),
  }));
}
