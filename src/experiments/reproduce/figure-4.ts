import { evaluateDistribution, type DistributionRow } from '../evaluate/evaluate-distribution.js';
import type { Step } from '../steps/step-log.js';
import { spreadOf } from '../steps/spread.js';
import type { Bench, OfRun } from './bench.js';
import { cellOf } from './cell.js';
import { VASG_PRESETS, isPrinted, type Contestant } from './contestants.js';
import { KURTOSIS } from './printed.js';
import type { DensityCurve } from './reproduction.js';
import type { Shop, Trial, Trials } from './trial.js';

const NUM_BINS = 100;
const FEATURES = 'features';

/** Section 5: how similar random pairs of products are, by features and by embeddings. */
export function figure4Steps(bench: Bench, trial: Trial): Step<unknown>[] {
  return [
    featuresStep(bench, trial),
    ...VASG_PRESETS.map((contestant) => embeddingsStep(bench, trial, contestant)),
  ];
}

/** Trials are those of one shop; densities are of the first seed. */
export function figure4(bench: Bench, trials: Trials): DensityCurve[] {
  const spaces = [
    trials.map((trial) => bench.resultOf(featuresStep(bench, trial))),
    ...VASG_PRESETS.map((contestant) =>
      trials.map((trial) => bench.resultOf(embeddingsStep(bench, trial, contestant))?.value),
    ),
  ];
  return spaces.flatMap((bySeed) => curveOf(trials[0].shop, bySeed));
}

function embeddingsStep(
  bench: Bench,
  trial: Trial,
  contestant: Contestant,
): Step<OfRun<DistributionRow>> {
  return bench.runStep(trial, contestant, {
    kind: 'distribution',
    title: 'Figure 4',
    inputs: { numPairs: bench.sizes.numPairs },
    measure: (runId) => distribute(bench, trial, { runIds: [runId], withFeatures: false }),
  });
}

function featuresStep(bench: Bench, trial: Trial): Step<DistributionRow> {
  return bench.trialStep(trial, {
    kind: 'distribution/features',
    title: 'Figure 4: features',
    inputs: { numPairs: bench.sizes.numPairs },
    measure: () => distribute(bench, trial, { runIds: [], withFeatures: true }),
  });
}

/** One space. */
async function distribute(
  { options, sizes }: Bench,
  { shop, split, seed }: Trial,
  space: { runIds: string[]; withFeatures: boolean },
): Promise<DistributionRow> {
  const { numPairs } = sizes;
  const on = { dataset: shop.dataset, split, seed, ...space };
  const { rows } = await evaluateDistribution({ ...options, ...on, numPairs, numBins: NUM_BINS });
  return rows[0]!;
}

function curveOf(shop: Shop, bySeed: readonly (DistributionRow | undefined)[]): DensityCurve[] {
  const rows = bySeed.filter((row) => row !== undefined);
  const [first] = rows;
  if (first === undefined) return [];
  const { model, preset, cosine, density } = first;
  return [
    {
      ...{ space: model, preset },
      cosine: [...cosine],
      density: [...density],
      excessKurtosis: cellOf(
        bySeed.map((row) => row?.excessKurtosis ?? null),
        { paper: printedKurtosis(shop, first), runIds: rows.flatMap(({ runId }) => runId ?? []) },
      ),
      standardDeviation: spreadOf(bySeed.map((row) => row?.standardDeviation ?? null)),
    },
  ];
}

function printedKurtosis({ category }: Shop, { model, preset }: DistributionRow): string | null {
  const printed = category === null ? undefined : KURTOSIS[category];
  if (printed === undefined || !isPrinted(model, preset)) return null;
  return model === FEATURES ? printed.features : printed.VASG;
}
