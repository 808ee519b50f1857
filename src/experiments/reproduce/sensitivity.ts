import type { Settings } from '../sweep/grid.js';
import type { Step } from '../steps/step-log.js';
import { spreadOf } from '../steps/spread.js';
import type { Bench, Setting } from './bench.js';
import { PAPER, settingsOf, type Contestant } from './contestants.js';
import { CLAIMS } from './printed.js';
import { aucOf, rankingStep } from './rankings.js';
import type { SensitivityRow } from './reproduction.js';
import type { Trial } from './trial.js';
import { variantOf, withoutDecoder } from './variants.js';

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
      preset: PAPER.preset,
      warm: auc('warm'),
      cold: auc('cold'),
      runIds: found.flatMap((ranked) => ranked?.runId ?? []),
    };
  });
}

/** Whom section 6 needs, without Figure 5. */
export function sensitivityContestants(setting: Setting): Contestant[] {
  return levels(setting).map(({ contestant }) => contestant);
}

function levels({ sizes, overrides }: Setting): Level[] {
  const { noiseStd } = settingsOf(PAPER, overrides).hyperparameters as Settings;
  const vary = (name: string, value: unknown) => variantOf(PAPER, name, value, overrides);
  return [
    ...[...new Set([0, noiseStd])].map((value) => ({
      factor: 'noise',
      level: String(value),
      claim: CLAIMS.noise,
      contestant: vary('noiseStd', value),
    })),
    ...sizes.windowSizes.map((value) => ({
      factor: 'window size',
      level: String(value),
      claim: CLAIMS.window,
      contestant: vary('windowSize', value),
    })),
    {
      ...{ factor: 'decoder', level: 'on', claim: CLAIMS.decoder },
      contestant: vary('useDecoder', true),
    },
    {
      ...{ factor: 'decoder', level: 'off', claim: CLAIMS.decoder },
      contestant: withoutDecoder(overrides),
    },
  ];
}
