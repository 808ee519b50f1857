import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SetupError, RunCancelledError } from '../../../src/errors.js';
import { findPython, type PythonEnvironment } from '../../../src/trainer/python/environment.js';
import { projectEmbeddings } from '../../../src/trainer/python/project.js';
import { withoutModule } from '../../support/python-without.js';
import { rejection } from '../../support/rejection.js';

/** Points on a line in five dimensions, with a little of a second direction. */
function line(rows: number): Float32Array {
  return Float32Array.from({ length: rows * 5 }, (_, at) => {
    const [row, column] = [Math.floor(at / 5), at % 5];
    return column === 1 ? row : column === 3 ? Math.sin(row) : 7;
  });
}

const folders = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('vasg-project'));

describe('projectEmbeddings', function () {
  this.timeout(120_000);
  let python: PythonEnvironment;
  before(async () => (python = await findPython()));

  it('finds the directions of most variance', async () => {
    const { points, explainedVariance } = await projectEmbeddings({
      method: 'pca',
      vectors: line(20),
      dim: 5,
      seed: 1,
      python,
    });
    expect(points).to.have.lengthOf(40);
    const steps = Array.from({ length: 19 }, (_, row) => points[2 * row + 2]! - points[2 * row]!);
    for (const step of steps) expect(Math.abs(step)).to.be.closeTo(1, 0.1);
    expect(explainedVariance![0]).to.be.above(0.95);
    expect(explainedVariance![0] + explainedVariance![1]).to.be.closeTo(1, 1e-6);
  });

  it('gives t-SNE the seed, and leaves no files behind', async () => {
    const before = folders();
    const vectors = Float32Array.from({ length: 40 * 5 }, (_, at) => Math.sin(at * at));
    const project = (seed: number) =>
      projectEmbeddings({ method: 't-sne', vectors, dim: 5, seed, python });
    const [first, second] = [await project(1), await project(1)];
    expect(first.points).to.deep.equal(second.points);
    expect(first.explainedVariance).to.equal(null);
    expect(folders()).to.deep.equal(before);
  });

  it('says which command installs scikit-learn', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vasg-bare-'));
    try {
      const executable = withoutModule(folder, python.executable, 'sklearn');
      const options = { method: 'pca', vectors: line(3), dim: 5, seed: 1 } as const;
      const project = (origin: 'cache' | 'chosen') =>
        projectEmbeddings({ ...options, python: { executable, origin } });
      const error = await rejection(project('cache'), SetupError);
      expect(error.message).to.contain('lacks scikit-learn');
      expect(error.suggestions).to.deep.equal(['Run `vasg setup`.']);
      const chosen = await rejection(project('chosen'), SetupError);
      expect(chosen.suggestions.join()).to.contain('-m pip install scikit-learn');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says what Python says when the vectors cannot be projected', async () => {
    const vectors = new Float32Array(10).fill(NaN);
    const project = projectEmbeddings({ method: 'pca', vectors, dim: 5, seed: 1, python });
    const error = await rejection(project, SetupError);
    expect(error.message).to.contain('NaN');
  });

  it('can be interrupted', async () => {
    const options = { method: 't-sne', vectors: line(900), dim: 5, seed: 1, python } as const;
    const signal = AbortSignal.timeout(1500);
    await rejection(projectEmbeddings({ ...options, signal }), RunCancelledError);
  });
});
