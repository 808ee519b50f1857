import {
  analogyExamples,
  type AnalogyExample as ExampleOfIds,
} from '../evaluate/analogy-examples.js';
import type { Step } from '../steps/step-log.js';
import type { Bench, OfRun } from './bench.js';
import { PAPER } from './contestants.js';
import { photosOf } from './photos.js';
import type { AnalogyExample, ExampleProduct } from './reproduction.js';
import type { Trial } from './trial.js';

const NUM_EXAMPLES = 3;

/** Section 5: examples of recommendations at X_p1 - X_u1 + X_u2. */
export function figure3Step(bench: Bench, trial: Trial): Step<OfRun<ExampleOfIds[]>> {
  const { workspace, threads, signal } = bench.options;
  const { seed } = trial;
  return bench.runStep(trial, PAPER, {
    kind: 'figure3',
    title: 'Figure 3',
    measure: (runId) =>
      analogyExamples({ workspace, runId, seed, numExamples: NUM_EXAMPLES, threads, signal }),
  });
}

export async function figure3(bench: Bench, trial: Trial): Promise<AnalogyExample[]> {
  const found = bench.resultOf(figure3Step(bench, trial));
  if (found === undefined) return [];
  const photoOf = await photosOf(bench, trial);
  const show = (productId: string): ExampleProduct => ({ productId, image: photoOf(productId) });
  return found.value.map(({ query, firstUser, secondUser, answers }) => ({
    query: show(query),
    firstUser: firstUser.map(show),
    secondUser: secondUser.map(show),
    answers: answers.map(show),
  }));
}
