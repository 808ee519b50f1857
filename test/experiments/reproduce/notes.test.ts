import { expect } from 'chai';
import { notesOf } from '../../../src/experiments/reproduce/notes.js';
import { SECTIONS } from '../../../src/experiments/reproduce/paper.js';
import type { DatasetReproduction } from '../../../src/experiments/reproduce/reproduction.js';
import { makeReproduction } from '../../support/reproduction-fixture.js';

describe('notes of a reproduction', () => {
  const [dataset] = makeReproduction().datasets as [DatasetReproduction];
  /** Of a whole reproduction in which nothing failed, on a shop with these changes. */
  const notesOn = (changes: Partial<DatasetReproduction>): string[] =>
    notesOf({
      ...{ quick: false, sections: SECTIONS, overrides: {} },
      ...{ lackingShops: [], lackingPeers: [], failures: [] },
      datasets: [{ ...dataset, ...changes }],
    });

  const photoNotes = (points: DatasetReproduction['figure2a']['points']): string[] =>
    notesOn({ figure2a: { ...dataset.figure2a, points } }).filter((note) =>
      note.includes('no photos'),
    );

  it('say that photos are missing where products are shown without them', () => {
    const point = { productId: 'p', userId: null, image: null, x: 0, y: 0 };
    expect(photoNotes([point])).to.have.length(1);
  });

  it('say that only data cut as the authors do surely have the counts of Table 1', () => {
    const counted = (changes: Partial<DatasetReproduction>): string[] =>
      notesOn(changes).filter((note) => note.includes('other counts than Table 1'));
    expect(counted({ category: 'Women', cut: 'label' }).join()).to.include('at least 9');
    expect(counted({ category: 'Men', cut: 'name' }).join()).to.include('may have other counts');
    expect(counted({ category: 'Women', cut: 'authors' })).to.deep.equal([]);
    expect(counted({ category: 'Women', synthetic: true })).to.deep.equal([]);
    expect(counted({ category: 'Jewelry', cut: 'label' })).to.deep.equal([]);
  });

  it('say nothing of photos while no product is shown', () => {
    expect(photoNotes([])).to.deep.equal([]);
  });
});
