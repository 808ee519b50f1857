import { meanInterval, shareInterval, type Interval } from '../confidence.js';
import { answerAnalogies, type AnswerAnalogiesOptions } from './answer-analogies.js';
import { ANALOGY_DEFINITIONS, type AnalogyDefinition } from './definitions.js';
import { recommendationQueries } from './recommendation-queries.js';
import type { UserProducts } from './sample-analogies.js';

/** Products that an analogy answers with. */
export const ANSWERS = 5;

export interface MeasureAnalogiesOptions extends Omit<
  AnswerAnalogiesOptions,
  'excluded' | 'k' | 'onProgress'
> {
  /** Everything that each user bought, in any part of the split. */
  readonly owned: UserProducts;
  /** Product of each user in the test part, or `NO_PRODUCT`. */
  readonly heldOut: Uint32Array;
  /** Called with how much is done, from 0 to 1. */
  readonly onProgress?: ((shareDone: number) => void) | undefined;
}

export interface AnalogyMeasure {
  readonly definition: AnalogyDefinition;
  /** Mean over queries; NaN without any. */
  readonly precision: number;
  /** 95 % interval, as of independent queries. */
  readonly ci95: Interval;
  readonly numQueries: number;
}

/**
 * Precision@5 of X_p1 - X_u1 + X_u2 (section 5) under each definition. Products are searched twice: once
 * with all of them as candidates, once as a recommendation to u2 is made.
 */
export async function measureAnalogies(
  options: MeasureAnalogiesOptions,
): Promise<AnalogyMeasure[]> {
  const { queries, candidates, onProgress } = options;
  const found = await answerAnalogies({
    ...options,
    excluded: { offsets: new Uint32Array(queries.product.length + 1), products: new Uint32Array() },
    k: ANSWERS + 1,
    onProgress: (done) => onProgress?.(done / candidates.length / 2),
  });
  const open = openAnswers(found, options);
  const recommended = await recommendationHits(options);
  const values: Record<AnalogyDefinition, number[]> = { ...open, 'held-out-any': recommended };
  return (Object.keys(ANALOGY_DEFINITIONS) as AnalogyDefinition[]).map((definition) =>
    measure(definition, values[definition]),
  );
}

/** Values of each query under the definitions that leave out p1 at most; `found` are its 6 nearest. */
function openAnswers(
  found: Uint32Array,
  { queries, owned }: MeasureAnalogiesOptions,
): Record<Exclude<AnalogyDefinition, 'held-out-any'>, number[]> {
  const nearest = Array.from(queries.product, (_, query) =>
    found.subarray(query * (ANSWERS + 1), (query + 1) * (ANSWERS + 1)),
  );
  const hits = (products: Uint32Array, query: number): number => {
    const user = queries.secondUser[query]!;
    const bought = owned.products.subarray(owned.offsets[user], owned.offsets[user + 1]);
    return products.subarray(0, ANSWERS).filter((product) => bought.includes(product)).length;
  };
  const withoutQuery = nearest.map((products, query) =>
    hits(
      products.filter((product) => product !== queries.product[query]),
      query,
    ),
  );
  return {
    'owned-share': withoutQuery.map((count) => count / ANSWERS),
    'owned-any': withoutQuery.map((count) => (count > 0 ? 1 : 0)),
    'query-returned': nearest.map((products, query) =>
      products.subarray(0, ANSWERS).includes(queries.product[query]!) ? 1 : 0,
    ),
  };
}

async function recommendationHits(options: MeasureAnalogiesOptions): Promise<number[]> {
  const { heldOut, candidates, onProgress } = options;
  const { queries, excluded } = recommendationQueries(options);
  const found = await answerAnalogies({
    ...options,
    queries,
    excluded,
    k: ANSWERS,
    onProgress: (done) => onProgress?.((1 + done / candidates.length) / 2),
  });
  return Array.from(queries.secondUser, (user, query) =>
    found.subarray(query * ANSWERS, (query + 1) * ANSWERS).includes(heldOut[user]!) ? 1 : 0,
  );
}

function measure(definition: AnalogyDefinition, values: readonly number[]): AnalogyMeasure {
  const precision = values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    definition,
    precision,
    // A mean of fifths spreads less than a coin, which is what Wilson's interval is for.
    ci95:
      definition === 'owned-share' ? meanInterval(values) : shareInterval(precision, values.length),
    numQueries: values.length,
  };
}
