import { expect } from 'chai';
import { PRESETS } from '../../../src/config/presets.js';
import {
  digestOf,
  requestHash,
  TRAINING_VERSIONS,
  trainingVersionOf,
  type ModelRequest,
} from '../../../src/experiments/runs/request-hash.js';

const request = {
  model: 'vasg',
  hyperparameters: PRESETS.vasg.paper,
  seed: 1,
  inputs: { featuresSha256: 'f', splitHash: 's' },
} as const satisfies ModelRequest;

describe('the hash of a request', () => {
  it('does not depend on the order of keys, nor on names and times', () => {
    const shuffled = Object.fromEntries(Object.entries(PRESETS.vasg.paper).reverse());
    const same = {
      ...request,
      hyperparameters: shuffled,
      runId: 'r',
      dataset: 'd',
      startedAt: 't',
    };
    expect(requestHash(same as unknown as ModelRequest)).to.equal(requestHash(request));
  });

  it('depends on everything that decides a model', () => {
    const others: ModelRequest[] = [
      { ...request, seed: 2 },
      { ...request, model: 'skipgram' },
      { ...request, hyperparameters: { ...PRESETS.vasg.paper, windowSize: 5 } },
      { ...request, hyperparameters: { ...PRESETS.vasg.paper, encoderHidden: [512, 256] } },
      { ...request, inputs: { ...request.inputs, featuresSha256: 'g' } },
      { ...request, inputs: { ...request.inputs, splitHash: 't' } },
      { ...request, fusedMultiplyAdd: true },
    ];
    const hashes = [request, ...others].map((other) => requestHash(other));
    expect(new Set(hashes)).to.have.length(hashes.length);
  });

  it('is the same whether fused multiply-add is left out or refused', () => {
    expect(requestHash({ ...request, fusedMultiplyAdd: false })).to.equal(requestHash(request));
  });

  it('is that of every release in which the model is trained alike', () => {
    expect(TRAINING_VERSIONS.ibr).to.equal(1);
    const ibr = { ...request, model: 'ibr', hyperparameters: PRESETS.ibr.default } as const;
    const { inputs, ...rest } = ibr;
    expect(requestHash(ibr)).to.equal(digestOf({ version: 1, ...inputs, ...rest }));
  });

  it('is another where the training of the model has changed', () => {
    const bpr = { ...request, model: 'bpr', hyperparameters: PRESETS.bpr.default } as const;
    expect(requestHash(bpr)).to.equal(requestHash(bpr, TRAINING_VERSIONS.bpr));
    expect(requestHash(bpr)).to.not.equal(requestHash(bpr, trainingVersionOf({})));
    expect(trainingVersionOf({ trainingVersion: 2 })).to.equal(2);
  });

  it('tells lists by their order', () => {
    expect(digestOf([1, 2])).to.not.equal(digestOf([2, 1]));
    expect(digestOf({ a: [{ b: 1, c: 2 }] })).to.equal(digestOf({ a: [{ c: 2, b: 1 }] }));
  });
});
