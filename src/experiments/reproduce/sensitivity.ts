import type { Settings } from '../sweep/grid.js';
import type { Step } from '../step-log.js';
import { spreadOf } from '../spread.js';
import type { Bench } from './bench.js';
import { PAPER, SKIP_GRAM, variantOf, type Contestant } from './contestants.js';
import { CLAIMS } from './printed.js';
import { aucOf, rankingStep } from './rankings.js';
import type { SensitivityRow } from './reproduction.js';
import type { Trial } from './trial.js';

/** What section 6 varies, one level after another. */
interface Level {
  factor: string;
  level: string;
  claim: string;
  contestant: Contestant;
}

/** Section 6: noise, window size and decoder; the embedding size is Figure 5. */
export function sensitivitySteps(bench: Bench, trial: Trial): Step<unknown>[] {
  return levels(bench).map(({ factor, contestant }) =>
    rankingStep(bench, trial, contestant, `Section 6, ${factor}`),
  );
}

/** Trials are those of one shop, in the order of the seeds. */
export function sensitivity(bench: Bench, trials: readonly Trial[]): SensitivityRow[] {
  return levels(bench).map(({ factor, level, claim, contestant }) => {
    const found = trials.map((trial) => bench.resultOf(rankingStep(bench, trial, contestant)));
    const auc = (part: 'warm' | 'cold') =>
      spreadOf(found.map((ranked) => aucOf(ranked?.value, part)));
    return {
      ...{ factor, level, claim },
      // The skip-gram is the paper's text without the decoder.
      preset: PAPER.preset,
      warm: auc('warm'),
      cold: auc('cold'),
      runIds: found.flatMap((ranked) => ranked?.runId ?? []),
    };
  });
}

function levels(bench: Bench): Level[] {
  const noiseStd = (bench.settingsOf(PAPER).hyperparameters as Settings).noiseStd;
  const vary = (name: string, value: unknown) => variantOf(PAPER, name, value, bench.overrides);
  return [
    ...[0, noiseStd].map((value) => ({
      factor: 'noise',
      level: String(value),
      claim: CLAIMS.noise,
      contestant: vary('noiseStd', value),
    })),
    ...bench.sizes.windowSizes.map((value) => ({
      factor: 'window size',
      level: String(value),
      claim: CLAIMS.window,
      contestant: vary('windowSize', value),
    })),
    { factor: 'decoder', level: 'on', claim: CLAIMS.decoder, contestant: PAPER },
    { factor: 'decoder', level: 'off', claim: CLAIMS.decoder, contestant: SKIP_GRAM },
  ];
}
