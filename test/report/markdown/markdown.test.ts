import { expect } from 'chai';
import { markdownOf } from '../../../src/report/markdown/markdown.js';
import { makeReproduction } from '../../support/reproduction-fixture.js';

const made = makeReproduction();

/** The part of the page below a heading. */
function below(page: string, heading: string): string {
  const [, text = ''] = page.split(`\n${heading}`);
  return text.split('\n#')[0]!;
}

describe('the summary in Markdown', () => {
  const page = markdownOf(made);

  it('has tables whose lines all have as many cells as their heads', () => {
    const tables = page.match(/(^\|.*\n)+/gm) ?? [];
    expect(tables.length).to.be.at.least(10);
    for (const table of tables) {
      const counts = table
        .trim()
        .split('\n')
        .map((line) => line.replaceAll('\\|', '').split('|').length);
      expect(new Set(counts), table).to.have.length(1);
    }
  });

  it('has every data set, note and sentence of the protocol', () => {
    for (const { dataset } of made.datasets) expect(page).to.include(`\n## ${dataset}`);
    for (const text of [...made.notes, ...made.protocol]) expect(page).to.include(`- ${text}`);
  });

  it('shows the paper beside ours, and its column only where it has a number', () => {
    const known = made.datasets.find(({ category }) => category !== null)!;
    const [row] = known.table2.filter(({ auc }) => auc.paper !== null);
    expect(page).to.include(`| ${row!.auc.printed} |`);
    const other = makeReproduction();
    other.datasets = other.datasets.map((found) => ({
      ...found,
      table2: found.table2.map((of) => ({ ...of, auc: { ...of.auc, paper: null, printed: null } })),
    }));
    const without = below(markdownOf(other), '### Table 2: AUC');
    expect(without).to.include('warm, ours').and.not.include('warm, paper');
  });

  it('says of a synthetic shop that nothing can be compared', () => {
    const synthetic = makeReproduction();
    synthetic.datasets = synthetic.datasets.map((found) => ({ ...found, synthetic: true }));
    expect(markdownOf(synthetic).match(/Synthetic data: no number/g)).to.have.length(
      synthetic.datasets.length,
    );
    const real = made.datasets.map((found) => ({ ...found, synthetic: false }));
    expect(markdownOf({ ...made, datasets: real })).not.to.include('Synthetic data');
  });

  it('says what each definition of an analogy counts, once', () => {
    const section = below(page, '### Section 5');
    expect(section.match(/^- owned-share, unit: Share of .* length 1\.$/gm)).to.have.length(1);
    expect(section).to.match(
      /\| owned-share, unit \| VASG \| paper \| 89\.7% \| 4\d\.\d\d% ± \d\.\d\d% \|/,
    );
  });

  it('has accuracies in the unit of the paper, and AUC in its own', () => {
    const section = below(page, '### Table 3: accuracy');
    const vasg = section.split('\n').find((line) => line.startsWith('| VASG | paper | uniform |'))!;
    const [printed, logged, ours, training, auc] = vasg.split(' | ').slice(3);
    expect([printed, logged]).to.deep.equal(['80.12%', '65.50%']);
    for (const accuracy of [ours, training]) expect(accuracy).to.match(/^7\d\.\d\d% ± \d\.\d\d%$/);
    expect(auc).to.match(/^0\.\d{4} ± 0\.\d{4}$/);
  });

  it('has a true minus sign', () => {
    expect(below(page, '### Figure 4')).to.include('| features | – | 3.67 | −0.');
  });

  it('has no row for who ranks nothing', () => {
    expect(below(page, '### Table 2: AUC')).to.include('| BPR-MF | default |');
    expect(below(page, '### Table 2, among all')).not.to.include('| BPR-MF | default |');
  });

  it('has a dash, not a number, for what was not measured', () => {
    const nothing = makeReproduction({ seeds: [1] });
    nothing.datasets = nothing.datasets.map((found) => ({ ...found, table3: [], analogies: [] }));
    expect(below(markdownOf(nothing), '### Table 3')).to.include('Not measured.');
    expect(markdownOf(nothing)).not.to.match(/NaN|undefined|null/);
  });
});
