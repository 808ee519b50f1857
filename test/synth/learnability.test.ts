import { expect } from 'chai';
import { featureNetworkOf } from '../../src/synth/feature-records.js';
import { SHOP_PRESETS } from '../../src/synth/presets.js';
import { generateShop } from '../../src/synth/shop.js';
import { numStyles, styleMatch } from '../../src/synth/styles.js';
import { largestComponentShare, leaveOneOut, meanAuc } from './leave-one-out.js';
import { fitRidge } from './ridge.js';

function normalize(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** What is there to learn in a shop, and how much of it each kind of recommender can see. */
describe('learnability of the small shop', () => {
  const plan = generateShop({ ...SHOP_PRESETS.small, featureDim: 128 }, 1);
  const heldOut = leaveOneOut(plan);
  const { train, trainDegrees } = heldOut;
  const products = [...trainDegrees.keys()];

  const network = featureNetworkOf(plan);
  const features = products.map((product) => {
    const feature = new Float32Array(plan.spec.featureDim);
    network.write(product, feature);
    return feature;
  });

  /** Scores by cosine to the mean of the directions of the user's products. */
  const cosineToMean = (vectors: readonly Float32Array[]) => {
    const directions = vectors.map(normalize);
    return (user: number) => {
      const mean = new Float32Array(directions[0]!.length);
      for (const product of train[user]!) directions[product]!.forEach((v, i) => (mean[i]! += v));
      return (product: number): number => dot(mean, directions[product]!);
    };
  };

  it('lets popularity say something, not everything', () => {
    const auc = meanAuc(heldOut, 'warm', () => (product) => trainDegrees[product]!);
    expect(auc).to.be.within(0.65, 0.82);
  });

  it('shows some taste in the raw features, warm and cold', () => {
    const score = cosineToMean(features);
    expect(meanAuc(heldOut, 'warm', score)).to.be.within(0.58, 0.7);
    expect(meanAuc(heldOut, 'cold', score)).to.be.within(0.58, 0.72);
  });

  it('shows much more to a learned map of the features, even of cold products', () => {
    const styles = products.map((product) => {
      const target = new Float32Array(numStyles(plan.spec));
      for (const i of [2 * product, 2 * product + 1])
        target[plan.styles.styles[i]!]! += plan.styles.weights[i]!;
      return target;
    });
    const warm = products.filter((product) => trainDegrees[product]! > 0);
    const predict = fitRidge(features, styles, warm);
    const learned = meanAuc(heldOut, 'cold', cosineToMean(features.map(predict)));
    const raw = meanAuc(heldOut, 'cold', cosineToMean(features));
    expect(learned).to.be.greaterThan(0.72);
    expect(learned - raw).to.be.greaterThan(0.06);
  });

  it('is open to one who knows tastes and styles', () => {
    const oracle = (user: number) => (product: number) =>
      styleMatch(plan.tastes, user, plan.styles, product);
    expect(meanAuc(heldOut, 'warm', oracle)).to.be.greaterThan(0.85);
    expect(meanAuc(heldOut, 'cold', oracle)).to.be.greaterThan(0.85);
  });

  it('has a training graph in one piece, nearly, and a tenth or more of its test products cold', () => {
    expect(largestComponentShare(heldOut)).to.be.greaterThan(0.97);
    const cold = heldOut.test.filter((product) => trainDegrees[product] === 0);
    expect(cold.length / heldOut.test.length).to.be.within(0.1, 0.35);
  });
});
