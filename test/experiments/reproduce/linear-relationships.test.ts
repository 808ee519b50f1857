import { expect } from 'chai';
import {
  linearRelationshipSteps,
  linearRelationships,
} from '../../../src/experiments/reproduce/linear-relationships.js';
import { foundStep } from '../../support/found-step.js';
import { makeBench, trialOf } from '../../support/test-bench.js';

const trial = trialOf(1);

const measured = (vectors: 'raw' | 'unit', definition: string, precision: number) => ({
  ...{ model: 'VASG', preset: 'paper', runId: 'r', runSeed: 1 },
  ...{ vectors, definition, precision, queries: 10, ci95: [0, 1] },
  description: 'A hit.',
});

describe('analogies of a reproduction', () => {
  it('tells raw vectors from unit vectors, and counts each run once', async () => {
    const { bench, log } = await makeBench();
    const [step] = linearRelationshipSteps(bench, trial);
    const value = [
      measured('raw', 'owned-share', 0.1),
      measured('raw', 'owned-any', 0.2),
      measured('unit', 'owned-share', 0.3),
    ];
    await log.perform(foundStep(step!, { runId: 'r', value }));

    const rows = linearRelationships(bench, [trial]);

    expect(rows.map(({ definition, precision }) => [definition, precision.ours.mean])).to.eql([
      ['owned-share, raw', 0.1],
      ['owned-any, raw', 0.2],
      ['owned-share, unit', 0.3],
    ]);
    expect(rows.map(({ precision }) => precision.runIds)).to.eql([['r'], ['r'], ['r']]);
    expect(rows.map(({ precision }) => precision.paper)).to.eql([0.897, null, 0.897]);
  });
});
