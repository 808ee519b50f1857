import { groupsOf } from '../../group-by.js';
import { SPLIT_DEFAULTS } from '../../splitting/assign.js';
import { describeSettings } from '../sweep/grid.js';
import type { Overrides } from './contestants.js';
import { QUALITY_BAR } from './reproduction.js';
import type { Sizes } from './sizes.js';

export interface Measuring {
  seeds: readonly number[];
  sizes: Sizes;
  overrides: Overrides;
  fusedMultiplyAdd?: boolean | undefined;
}

/** How everything was measured, in a sentence each. */
export function protocolOf({ seeds, sizes, overrides, fusedMultiplyAdd }: Measuring): string[] {
  const count = (value: number): string => value.toLocaleString('en-US');
  return [
    `The whole pipeline runs once for each seed (${seeds.join(', ')}): a seed makes the split and starts the training, so the spread covers both; sd is the sample standard deviation over seeds.`,
    `Split: one random product of every user with at least ${SPLIT_DEFAULTS.testedMinProducts} products is for testing; other users have all of theirs in training. Products without any training purchase are cold; more test products lose all their training purchases (part removed) until ${percent(SPLIT_DEFAULTS.coldShare)} of the test pairs are cold. A second product of ${percent(SPLIT_DEFAULTS.validationShare)} of these users is for validation.`,
    'Validation pairs decide when a training stops; test pairs decide nothing. VBPR and VASG (default) stop by the mean of warm and cold validation AUC, an encoder trained afterwards by the cold one, IBR by relations, all others by the warm one; VASG (authors) validates nothing. Patience counts steps, so a larger shop has fewer passes in it. A cold product may be in validation and in test, with different users.',
    "AUC is eq. 4, exact: the share of candidate products that score below the left-out one, mean over users. A user's own products, left-out ones included, are no candidates. A tie is lost; the column with half ties gives it half credit. 95 % ± is half the width of the confidence interval of the mean over users, within one seed.",
    'The paper does not say whether cold products are candidates for warm ones. The headline has candidates of the same kind, warm among warm and cold among cold; both among all products stand beside it, and no AUC should be read without its candidates.',
    "Presets: paper is the paper's text with every ambiguity read in one documented way, authors the settings of the code that three of the authors published, default our own model. Baselines have one preset: for BPR-MF, VBPR, IBR and DeepWalk some values were compared on validation pairs; which, and what was taken as it is, stands in docs/reproduction.md.",
    ...overrideSentences(overrides),
    ...limitSentences(sizes),
    ...(fusedMultiplyAdd
      ? [
          'Products were placed with fused multiply-add: another processor may give other last digits.',
        ]
      : []),
    'Cold products: VASG, the skip-grams and VBPR put them where their features say (VBPR by its visual part alone, which the paper calls infeasible); BPR-MF has no place for them, so wherever they take part two maps from features to its factors are shown (Gantner et al. 2010). Popularity ties all cold products, so that it loses all of them among their kind.',
    `Table 3: related are products bought by one user of whom at least one purchase was left out of training, and which nobody bought together in training; as many unrelated pairs, with as many cold products, are drawn uniformly, and again with the degrees of the related ones; at most ${count(sizes.maxPairs)} of each. The threshold is chosen on one half of the pairs and measured on the other; another column has it chosen on training pairs. Pairs are told apart by cosine, by IBR by distance; VASG (default) adds the popularity of both products, by its temperature, and stands there with its cosine alone as well.`,
    `Section 5: ${count(sizes.numQueries)} queries X_p1 - X_u1 + X_u2 with random u1, u2 and a product p1 of u1, five nearest products each; the paper does not define precision@5, so three definitions are shown, and how often p1 itself comes back, each with X as it is and scaled to length 1. Kurtosis is excess kurtosis over ${count(sizes.numPairs)} random pairs of products, warm and cold; so is the paper's, as .87 is below what any has without 3 subtracted.`,
    'Figures 2 and 3 show the preset paper with the first seed; Figure 2 has principal components of 200 random products, and t-SNE (perplexity 30, less where there are too few points) of all products of four random users with 10 to 60 products.',
    'Section 6 varies one setting of the preset paper at a time, with all seeds. Without the decoder the encoder has nothing to reconstruct, so it is trained on the cosine between its output and the embedding.',
    `Sections quality and ablations are not the paper's: everybody's distance from our own model (default), and what it loses when one thing is changed in it, most often a departure from the paper switched back. A lead is the mean over seeds of the differences default - other, with the 95 % interval of Student's t over seeds, which one seed does not have: better or worse where the interval is on one side of 0, else not shown. A lead in AUC is by the bar where its mean is ${QUALITY_BAR} or more and the interval above 0; relations are held against IBR alone, within ${QUALITY_BAR} of it where the mean is no further behind. ± in these tables is half the width of such an interval of the mean itself. A lead says what another seed of this shop would give, not another shop, and each stands by itself: one in twenty of those without a difference shows one. Relations are of two warm products. Seconds of training are by the clock, so they compare only where the machine did nothing else.`,
    "The column of the authors' log has what their public repository logged (parth2170/triplet-recsys, 2020), which may not be what made the paper's tables.",
  ];
}

/** Presets with the same changes are named together. */
function overrideSentences(overrides: Overrides): string[] {
  const changes = Object.entries(overrides).map(([preset, settings]) => {
    return { preset, changed: describeSettings(settings) };
  });
  return groupsOf(changes, ({ changed }) => changed).map((alike) => {
    const presets = alike.map(({ preset }) => preset).join(', ');
    return `Changed from ${alike.length === 1 ? 'preset' : 'presets'} ${presets}: ${alike[0].changed}.`;
  });
}

function limitSentences({ training }: Sizes): string[] {
  if (training === undefined) return [];
  const [size, steps] = [training.numProducts, training.maxSteps].map((count) =>
    count.toLocaleString('en-US'),
  );
  return [
    `On shops of more than ${size} products no preset trains for more than ${steps} steps on walks, and an encoder's or autoencoder's passes over the products are as many times fewer as there are more products; what is set otherwise stays. Each run says what this changed in it. VASG (default) has neither more steps nor such passes, so that its lead over models that were cut short is too large.`,
  ];
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
