import { expect } from 'chai';
import type { DatasetReproduction } from '../../src/experiments/reproduce/reproduction.js';
import type { Table } from '../../src/report/tables/table.js';
import { countsTable } from '../../src/report/tables/table1.js';
import { rankings, rankingTable } from '../../src/report/tables/table2.js';
import { relationsTables } from '../../src/report/tables/table3.js';
import {
  analogyDefinitions,
  analogyTable,
  distributionTable,
} from '../../src/report/tables/section5.js';
import { sensitivities, sensitivityTable } from '../../src/report/tables/section6.js';
import { makeReproduction } from '../support/reproduction-fixture.js';

/** A row as a person reads it; bold in asterisks. */
function row(table: Table, head: string): string[] {
  const found = table.rows.find((each) => each.head === head)!;
  return found.cells.map((cell) => {
    if (cell.kind === 'text') return cell.text;
    const { spread, format, best } = cell;
    const text = spread.mean === null ? '–' : format(spread.mean);
    return best ? `*${text}*` : text;
  });
}

const heads = ({ columns }: Table): string[] => columns.map(({ title }) => title);

describe('tables of the report', () => {
  let known: DatasetReproduction;
  let unknown: DatasetReproduction;
  before(() => ([known, unknown] = makeReproduction().datasets as [never, never]));

  it('put our counts beside those of the paper and of the log', () => {
    const table = countsTable(known.table1);
    expect(heads(table)).to.deep.equal(['Paper', 'Authors’ log', 'Ours']);
    expect(row(table, 'Products')).to.deep.equal(['62,376', '62,376', '62,276']);
    expect(row(table, 'Ratings')).to.deep.equal(['187,181', '–', '187,081']);
  });

  it('have no column for who reports nothing', () => {
    expect(heads(countsTable(unknown.table1))).to.deep.equal(['Ours']);
    const ranked = rankings(unknown.table2, 'warm');
    expect(rankingTable('warm', ranked).groups).to.have.lengthOf(2);
  });

  it('give each contestant of Table 2 a row, with both candidate sets', () => {
    const table = rankingTable('warm', rankings(known.table2, 'warm'));
    expect(table.rows.map(({ head }) => head)).to.include.members([
      'popularity',
      'VASG (paper)',
      'VASG (authors)',
      'VASG (default)',
    ]);
    const columns = table.groups!.reduce((sum, { span }) => sum + span, 0);
    for (const { cells } of table.rows) expect(cells).to.have.lengthOf(columns);
    expect(row(table, 'VBPR (default)')[0]).to.equal('0.7753');
    expect(row(table, 'VASG (authors)')[0]).to.equal('0.8758');
    expect(row(table, 'VASG (default)')[0]).to.equal('–');
  });

  it('show who cannot be ranked as not measured', () => {
    const rows = known.table2.filter(
      ({ model, candidates }) => model !== 'RAND' || candidates === 'warm',
    );
    const table = rankingTable('warm', rankings(rows, 'warm'));
    expect(row(table, 'RAND').slice(-2)).to.deep.equal(['–', '–']);
    const cold = rankingTable('cold', rankings(rows, 'cold'));
    expect(new Set(row(cold, 'BPR-MF (default)'))).to.deep.equal(new Set(['–']));
  });

  it('emphasise per column, and never where there is one contestant', () => {
    const table = rankingTable('warm', rankings(known.table2, 'warm'));
    expect(row(table, 'VASG (default)')[1]).to.match(/^\*/);
    expect(row(table, 'RAND').join()).not.to.contain('*');
    const alone = known.table2.filter(({ model }) => model === 'RAND');
    expect(row(rankingTable('warm', rankings(alone, 'warm')), 'RAND').join()).not.to.contain('*');
  });

  it('say what every number comes from', () => {
    const [first] = rankingTable('cold', rankings(known.table2, 'cold')).rows.slice(-1);
    const cell = first!.cells.find(({ kind }) => kind === 'measured');
    expect(cell).to.deep.include({ title: 'VASG (default), cold among cold' });
    expect(cell).to.have.property('runIds').with.lengthOf(5);
    expect(cell).to.have.deep.nested.property('facts[2]', ['Test users', '2,803']);
  });

  it('show relations by kind, under both kinds of unrelated pairs', () => {
    const [warm, withCold, all] = relationsTables(known.table3);
    expect(row(warm!, 'INN')).to.have.lengthOf(8);
    expect(row(warm!, 'IBR (default)').slice(0, 2)).to.deep.equal(['87.13%', '–']);
    expect(row(warm!, 'VASG (paper)').slice(0, 2)).to.deep.equal(['80.12%', '65.5%']);
    expect(withCold!.caption).to.contain('with a cold product');
    // Only the authors' log tells these apart.
    expect(withCold!.groups).to.have.lengthOf(3);
    expect(row(withCold!, 'VASG (paper)')[0]).to.equal('49.8%');
    expect(all!.caption).to.contain('all pairs');
    // Neither the paper nor the log says what its pairs are, so that nothing stands beside these.
    expect(all!.groups).to.have.lengthOf(2);
    const [uniform] = relationsTables(
      known.table3.filter(({ negatives }) => negatives === 'uniform'),
    );
    expect(uniform!.groups).to.have.lengthOf(2);
  });

  it('emphasise relations by the spread over seeds, which one seed does not have', () => {
    const [warm] = relationsTables(known.table3);
    expect(row(warm!, 'IBR (default)')[2]).to.match(/^\*/);
    expect(row(warm!, 'INN').join()).not.to.contain('*');
    expect(warm!.emphasis).to.match(/^Bold: .* one standard deviation over seeds/);
    const [once] = relationsTables(makeReproduction({ seeds: [1] }).datasets[0]!.table3);
    const texts = once!.rows.flatMap(({ head }) => row(once!, head));
    expect(texts.join()).not.to.contain('*');
    expect(once!.emphasis).to.contain('Nothing is bold: one seed');
  });

  it('show analogies by definition, and shapes by space', () => {
    const table = analogyTable(known.analogies);
    expect(heads(table)).to.deep.equal([
      ...['Paper', 'VASG (paper)', 'VASG (authors)', 'VASG (default)', 'Queries'],
    ]);
    expect(row(table, 'owned-share, raw')[0]).to.equal('89.7%');
    expect(row(table, 'owned-any, raw')[0]).to.equal('–');
    const definitions = analogyDefinitions(known.analogies);
    expect(definitions.get('owned-share, unit')).to.contain('Share of').and.contain('length 1');
    const shapes = distributionTable(known.figure4);
    expect(row(shapes, 'Image features').slice(0, 2)).to.deep.equal(['3.67', '−0.32']);
  });

  it('show section 6 by factor', () => {
    const factors = sensitivities(known.sensitivity);
    expect(factors.map(({ factor }) => factor)).to.deep.equal(['noise', 'window size', 'decoder']);
    expect(sensitivityTable(factors[1]!).rows.map(({ head }) => head)).to.deep.equal([
      '3',
      '5',
      '7',
      '9',
    ]);
  });
});
