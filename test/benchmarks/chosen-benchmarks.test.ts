import { expect } from 'chai';
import {
  chooseBenchmarks,
  STAGE_NAMES,
  WrongArguments,
} from '../../benchmarks/chosen-benchmarks.js';

describe('chooseBenchmarks', () => {
  it('takes all stages, or those that are named in their own order', () => {
    expect(chooseBenchmarks([])).to.equal(STAGE_NAMES);
    expect(chooseBenchmarks(['ingest', 'walks', 'ingest'])).to.deep.equal(['walks', 'ingest']);
  });

  it('takes what is measured alone, alone', () => {
    expect(chooseBenchmarks(['pipeline'])).to.equal('pipeline');
    expect(() => chooseBenchmarks(['walks', 'pipeline'])).to.throw(WrongArguments, 'alone');
  });

  it('lists the names there are for one that there is not', () => {
    expect(() => chooseBenchmarks(['walks', 'walk'])).to.throw(
      WrongArguments,
      /"walk".*walks, training.*growth.*baselines, pipeline/,
    );
  });
});
