import { expect } from 'chai';
import {
  QUALITY_MEASURES,
  type Compared,
  type Lead,
} from '../../src/experiments/reproduce/reproduction.js';
import { barLines } from '../../src/report/bars.js';
import { fittedText } from '../../src/report/fitted.js';
import { leadText } from '../../src/report/quality.js';
import { markdownOf } from '../../src/report/markdown/markdown.js';
import { ablationTables, contestantTables } from '../../src/report/tables/quality.js';
import { makeReproduction, spreadOf } from '../support/reproduction-fixture.js';

const difference = spreadOf([0.0312]);
const better: Lead = { difference, interval: [0.021, 0.0414], verdict: 'better' };
const behind: Lead = {
  ...{ difference: spreadOf([-0.02]), interval: [-0.03, -0.01], verdict: 'worse' },
};

describe('a lead in words', () => {
  it('says who is ahead by how much, with its interval', () => {
    const words = (lead: Lead | null) => leadText('warm', { lead, bar: null });
    expect(words(better)).to.equal('better by 0.0312 [0.0210, 0.0414]');
    expect(words(behind)).to.equal('worse by 0.0200 [−0.0300, −0.0100]');
  });

  it('says what it is by the bar', () => {
    const words = (lead: Lead, bar: Compared['bar']) => leadText('cold', { lead, bar });
    expect(words(better, 'cleared')).to.equal('by the bar: 0.0312 [0.0210, 0.0414]');
    expect(words(better, 'missed')).to.equal('better by 0.0312 [0.0210, 0.0414], below the bar');
    expect(words(behind, 'missed')).to.equal('worse by 0.0200 [−0.0300, −0.0100]');
    expect(words(better, 'all tied')).to.equal('all tied');
    const relations = (bar: Compared['bar']) => leadText('relations', { lead: behind, bar });
    expect(relations('cleared')).to.equal('worse by 0.0200 [−0.0300, −0.0100], within 0.02');
    expect(relations('missed')).to.equal('worse by 0.0200 [−0.0300, −0.0100], not within 0.02');
  });

  it('claims nothing where nothing is shown', () => {
    const words = (lead: Lead | null) => leadText('warm', { lead, bar: null });
    expect(words({ difference, interval: [-0.01, 0.07], verdict: 'not shown' })).to.equal(
      'not shown: 0.0312 [−0.0100, 0.0700]',
    );
    expect(words({ difference, interval: null, verdict: 'not shown' })).to.equal(
      'not shown: 0.0312, one seed',
    );
    expect(words(null)).to.equal('–');
  });
});

describe('the bars in a line each', () => {
  it('says whom default beats by the bar, and how far relations are from IBR', () => {
    const lines = barLines(makeReproduction().datasets[1]!.quality);
    expect(lines).to.have.length(QUALITY_MEASURES.length);
    expect(lines[0]).to.match(/^Warm, AUC, own kind: better by the bar than \d+ of 12; missed: /);
    expect(lines[0]).to.include('BPR-MF (default) (ahead by less)');
    expect(lines[3]).to.match(/^Cold, AUC, own kind: .*not judged, as all is tied: popularity\.$/);
    expect(lines[6]).to.match(/^Relations, accuracy, uniform: within 0\.02 of IBR \(default\), /);
  });

  it('says so where seeds are too few, and nothing where nobody is', () => {
    const one = makeReproduction({ seeds: [1] }).datasets[0]!.quality;
    expect(barLines(one)).to.deep.equal(['No bar is judged: one seed has no interval.']);
    expect(barLines({ ...one, contestants: [] })).to.deep.equal([]);
  });
});

describe('section quality of the report', () => {
  const made = makeReproduction();
  const { quality } = made.datasets[0]!;

  it('has a row for everybody, and one less where leads are shown', () => {
    const [values, leads] = contestantTables(quality, made.seeds);
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
      .that.matches(/^by the bar: 0\.4\d+ \[/);
  });

  it('says what peers were fitted with', () => {
    const choice = (neighbours: number) => ({ settings: { neighbours }, validationAuc: 0.8 });
    const peer = { ...quality.contestants[1]!, model: 'ItemKNN', preset: null, runIds: [] };
    const fitted = [choice(100), null, choice(20), choice(100), choice(100)];
    const contestants = [...quality.contestants, { ...peer, fitted }];
    const settings = 'neighbours 100 (seeds 1, 4 and 5); neighbours 20 (seed 3)';
    const [values] = contestantTables({ ...quality, contestants }, made.seeds);
    expect(values.rows.at(-1)!.cells[0]).to.include({ source: `none; fitted with ${settings}` });
    expect(values.rows[1]!.cells[0]).to.have.property('source', undefined);
    const found = { ...made.datasets[0]!, quality: { ...quality, contestants } };
    expect(markdownOf({ ...made, datasets: [found] })).to.include(
      `- ItemKNN was fitted with ${settings}.`,
    );
    expect(fittedText([choice(5), choice(5)], [1, 2])).to.equal('neighbours 5');
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
    expect(page).to.match(/\| popularity \| (better by|by the bar: )/);
    expect(text).to.include(
      '| no popularity | popularity-bias=false | What no popularity shows. |',
    );
    expect(text).to.include('| Ablation, no popularity | default |');
  });

  it('says so where it was not measured', () => {
    const [found] = made.datasets;
    const none = { contestants: [], ablations: [], slowdown: spreadOf([]) };
    const page = markdownOf({ ...made, datasets: [{ ...found!, quality: none }] });
    expect(page.split('### Quality: is')[1]!.split('###')[0]).to.include('Not measured.');
  });
});
