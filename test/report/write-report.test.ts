import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseHTML } from 'linkedom';
import { StorageError } from '../../src/errors.js';
import type { Reproduction } from '../../src/experiments/reproduce/reproduction.js';
import { renderReport, writeReport } from '../../src/report/write-report.js';
import { makeProductPhotos } from '../support/product-photos.js';
import { rejection } from '../support/rejection.js';
import { makeReproduction, type FixtureOptions } from '../support/reproduction-fixture.js';

interface Node {
  textContent: string;
  localName: string;
  attributes: Iterable<{ name: string; value: string }>;
}
interface Document {
  querySelectorAll(selector: string): Node[];
}

const parse = (html: string): Document =>
  (parseHTML(html) as unknown as { document: Document }).document;

/** The data set with `value` for every mean and reading, and with curves of no points. */
function emptied<T>(found: T, value: number | null): T {
  const text = JSON.stringify(found, (key, inner: unknown) => {
    if (['mean', 'sd', 'loss', 'aucWarm', 'aucCold', 'aucRelations', 'ci95'].includes(key))
      return value;
    if (key === 'cosine' || key === 'density') return [];
    if (key === 'explainedVariance' && inner !== null) return [value ?? 0, value ?? 0];
    return inner;
  });
  return JSON.parse(text) as T;
}

describe('the report', function () {
  this.timeout(60_000);
  let folder: string;
  let photos: string[];
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vasg-report-'));
    photos = await makeProductPhotos(join(folder, 'photos'), 300);
  });
  after(() => rmSync(folder, { recursive: true }));

  /** One data set with few photos. */
  const small = (options: FixtureOptions = {}): Reproduction => {
    const whole = makeReproduction({ seeds: [1, 2], photos: photos.slice(0, 20), ...options });
    return { ...whole, datasets: whole.datasets.slice(0, 1) };
  };

  it('holds every table and figure of each data set', async () => {
    const document = parse(await renderReport(makeReproduction({ photos })));
    for (const index of [0, 1]) {
      const section = (slug: string): Node =>
        document.querySelectorAll(`#data-${index}-${slug}`)[0]!;
      for (const table of [
        'table1',
        'table2',
        'table3',
        'section6',
        'quality',
        'figure4',
        'figure5',
      ]) {
        expect(section(table).textContent, table).to.match(/\d\.\d|\d,\d/);
      }
      for (const figure of ['figure2a', 'figure2b', 'cosines', 'dimensions']) {
        const charts = document.querySelectorAll(
          `#data-${index}-${figure} svg[role=img][aria-label]`,
        );
        expect(charts, figure).to.have.lengthOf(2);
      }
    }
    expect(document.querySelectorAll('.strip')).to.have.lengthOf(6);
    expect(document.querySelectorAll('.missing')).to.have.lengthOf(0);
  });

  it('is one file of bounded size that refers to nothing outside of it', async () => {
    const file = join(folder, 'page', 'report.html');
    await writeReport(makeReproduction({ photos }), file);
    expect(statSync(file).size).to.be.below(5e6);
    const html = readFileSync(file, 'utf8');
    const document = parse(html);
    for (const { attributes } of document.querySelectorAll('*')) {
      for (const { name, value } of attributes) {
        if (['href', 'src', 'xlink:href'].includes(name)) expect(value).to.match(/^(#|data:)/);
      }
    }
    expect(document.querySelectorAll('script, link[rel=stylesheet], iframe')).to.have.lengthOf(0);
    expect(html).not.to.match(/@import|url\(|[^\w]https?:[^/]*\/\/(?!www\.w3\.org)/);
  });

  it('holds each photo once, and dots where there are none', async () => {
    const [shared, broken] = [photos[0]!, join(folder, 'broken.jpg')];
    writeFileSync(broken, 'no photo');
    const reproduction = makeReproduction({ photos: [shared, broken, join(folder, 'none.jpg')] });
    const document = parse(await renderReport(reproduction));
    expect(document.querySelectorAll('symbol')).to.have.lengthOf(1);
    expect(document.querySelectorAll('#data-0-figure2a .wide use').length).to.be.within(50, 80);
    expect(document.querySelectorAll('#data-0-figure2a .wide circle').length).to.be.above(100);
  });

  it('is the same for the same reproduction', async () => {
    const [first, second] = [small(), small()];
    expect((await renderReport(first)) === (await renderReport(second))).to.equal(true);
  });

  it('takes all that comes from data as text', async () => {
    const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(1)></style></svg>`;
    const decorate = (id: string): string => `${id}${hostile}`;
    const document = parse(await renderReport(small({ decorate })));
    expect(document.querySelectorAll('script, img')).to.have.lengthOf(0);
    expect(document.querySelectorAll('style')).to.have.lengthOf(1);
    for (const { attributes } of document.querySelectorAll('*')) {
      for (const { name } of attributes) expect(name).not.to.match(/^on/);
    }
    expect(document.querySelectorAll('#data-0-title')[0]!.textContent).to.equal(`men${hostile}`);
  });

  it('names whose embeddings its pictures show', async () => {
    const document = parse(await renderReport(small()));
    for (const slug of ['figure2', 'figure3']) {
      const { textContent } = document.querySelectorAll(`#data-0-${slug}`)[0]!;
      expect(textContent, slug).to.contain('VASG (paper), seed 1.');
    }
  });

  it('says whose times and machines it shows', async () => {
    const document = parse(await renderReport(small()));
    const [facts] = document.querySelectorAll('.masthead dl');
    expect(facts!.textContent)
      .to.contain('Last call onExample CPU 3000, 2 threads, 24 GiB')
      .and.contain('Work2 h 3 min in all steps');
  });

  it('says how long training takes, with ablations or without', async () => {
    const { datasets, ...rest } = small();
    const quality = { ...datasets[0]!.quality, ablations: [] };
    for (const dataset of [datasets[0]!, { ...datasets[0]!, quality }]) {
      const document = parse(await renderReport({ ...rest, datasets: [dataset] }));
      const [section] = document.querySelectorAll('#data-0-quality');
      expect(section!.textContent)
        .to.match(/Training default takes 2\.\d\d times as long/)
        .and.include('Relations, accuracy, uniform: within 0.02 of IBR (default)');
    }
  });

  it('says what was not measured', async () => {
    const reproduction = makeReproduction({ seeds: [1] });
    const [dataset] = reproduction.datasets;
    Object.assign(dataset!, {
      table2: [],
      table3: [],
      figure2a: { ...dataset!.figure2a, points: [] },
      figure2b: { ...dataset!.figure2b, points: [] },
      figure3: [],
      figure4: [],
      figure5: [],
      analogies: [],
      sensitivity: [],
      quality: { ...dataset!.quality, contestants: [], ablations: [] },
      trainingCurves: [],
    });
    const document = parse(await renderReport({ ...reproduction, datasets: [dataset!] }));
    expect(document.querySelectorAll('.missing')).to.have.lengthOf(9);
    expect(document.querySelectorAll('.banner')).to.have.lengthOf(1);
    expect(document.querySelectorAll('figure')).to.have.lengthOf(0);
  });

  for (const [what, value] of [
    ['nothing', null],
    ['no sense', 1e308],
  ] as const) {
    it(`writes no number that is none where measurements have ${what}`, async () => {
      const { datasets, ...rest } = small();
      const html = await renderReport({
        ...rest,
        datasets: datasets.map((each) => emptied(each, value)),
      });
      expect(html).not.to.match(/NaN|Infinity|undefined|null/);
    });
  }

  it('leaves nothing behind where it cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    const target = join(folder, 'file', 'report.html');
    await rejection(writeReport(makeReproduction({ seeds: [1] }), target), StorageError);
    expect(readdirSync(folder)).not.to.include('report.html');
  });
});
