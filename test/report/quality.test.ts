import { expect } from 'chai';
import { leadText } from '../../src/report/quality.js';
import { markdownOf } from '../../src/report/markdown/markdown.js';
import { ablationTables, contestantTables } from '../../src/report/tables/quality.js';
import { makeReproduction, spreadOf } from '../support/reproduction-fixture.js';

const difference = spreadOf([0.0312]);

describe('a lead in words', () => {
  it('says who is ahead by how much, with its interval', () => {
    expect(leadText({ difference, interval: [0.021, 0.0414], verdict: 'better' })).to.equal(
      'better by 0.0312 [0.0210, 0.0414]',
    );
    const behind = spreadOf([-0.02]);
    expect(leadText({ difference: behind, interval: [-0.03, -0.01], verdict: 'worse' })).to.equal(
      'worse by 0.0200 [−0.0300, −0.0100]',
    );
  });

  it('claims nothing where nothing is shown', () => {
    expect(leadText({ difference, interval: [-0.01, 0.07], verdict: 'not shown' })).to.equal(
      'not shown: 0.0312 [−0.0100, 0.0700]',
    );
    expect(leadText({ difference, interval: null, verdict: 'not shown' })).to.equal(
      'not shown: 0.0312, one seed',
    );
    expect(leadText(null)).to.equal('–');
  });
});

describe('section quality of the report', () => {
  const made = makeReproduction();
  const { quality } = made.datasets[0]!;

  it('has a row for everybody, and one less where leads are shown', () => {
    const [values, leads] = contestantTables(quality);
    expect(values.rows[0]!.head).to.equal('VASG (default)');
    expect(values.rows.map(({ head }) => head)).to.include.members(['popularity', 'INN']);
    expect(leads.rows.map(({ head }) => head)).to.deep.equal(
      values.rows.slice(1).map(({ head }) => head),
    );
    for (const table of [values, leads]) {
      for (const { cells } of table.rows) expect(cells).to.have.length(table.columns.length);
    }
    const random = leads.rows.find(({ head }) => head === 'RAND')!.cells[0];
    expect(random)
      .to.have.property('text')
      .that.matches(/^better by 0\.4\d+ \[/);
  });

  it('has the seconds of every variant', () => {
    const [values, leads] = ablationTables(quality);
    expect(values.rows.map(({ head }) => head)).to.deep.equal([
      ...['default', 'no popularity', 'no noise'],
    ]);
    for (const { cells } of values.rows) expect(cells).to.have.length(values.columns.length);
    expect(leads.rows).to.have.length(2);
  });

  it('is in the summary, with the price of it', () => {
    const page = markdownOf(made);
    const heading = '### Ablations: what default loses when one thing is changed';
    const [whole = '', text = ''] = page.split(heading);
    expect(page).to.include('### Quality: is preset default better');
    expect(whole).to.match(/Training default takes 2\.\d\d ± 0\.\d\d times as long/);
    expect(page).to.match(/\| popularity \| better by /);
    expect(text).to.include('| no popularity | popularityBias=false | What no popularity shows. |');
    expect(text).to.include('| Ablation, no popularity | default |');
  });

  it('says so where it was not measured', () => {
    const [found] = made.datasets;
    const none = { contestants: [], ablations: [], slowdown: spreadOf([]) };
    const page = markdownOf({ ...made, datasets: [{ ...found!, quality: none }] });
    expect(page.split('### Quality: is')[1]!.split('###')[0]).to.include('Not measured.');
  });
});
