import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { InputDataError, MissingArtifactError } from '../../src/errors.js';
import { readReproduction } from '../../src/report/read-reproduction.js';
import { rejection } from '../support/rejection.js';
import { makeReproduction } from '../support/reproduction-fixture.js';

describe('readReproduction', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vasg-read-'));
    file = join(folder, 'reproduction.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads back what was written', async () => {
    const written = makeReproduction({ photos: ['a.jpg'] });
    writeFileSync(file, JSON.stringify(written));
    expect(await readReproduction(file)).to.deep.equal(written);
  });

  it('says that there is no such file', async () => {
    const error = await rejection(readReproduction(file), MissingArtifactError);
    expect(error.suggestions.join()).to.contain('vasg reproduce');
  });

  it('tells a torn file from one of another kind', async () => {
    writeFileSync(file, JSON.stringify(makeReproduction()).slice(0, 5000));
    expect((await rejection(readReproduction(file), InputDataError)).message).to.contain(
      'not valid JSON',
    );
    writeFileSync(file, JSON.stringify({ ...makeReproduction(), formatVersion: 2 }));
    const other = await rejection(readReproduction(file), InputDataError);
    expect(other.message).to.contain('formatVersion');
  });

  it('names the place of a fault', async () => {
    const reproduction = makeReproduction();
    Object.assign(reproduction.datasets[1]!.table2[3]!.auc.ours, { mean: 'high' });
    writeFileSync(file, JSON.stringify(reproduction));
    const error = await rejection(readReproduction(file), InputDataError);
    expect(error.message).to.contain('datasets.1.table2.3.auc.ours.mean');
  });

  it('refuses a map of more products than a projection takes', async () => {
    const reproduction = makeReproduction();
    const { points } = reproduction.datasets[0]!.figure2b;
    for (let at = 0; points.length <= 1000; at++) points.push(points[at]!);
    writeFileSync(file, JSON.stringify(reproduction));
    const error = await rejection(readReproduction(file), InputDataError);
    expect(error.message).to.contain('datasets.0.figure2b.points');
  });
});
