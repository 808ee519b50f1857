import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { expect } from 'chai';
import type { Browser, Page } from 'puppeteer-core';
import { writeReport } from '../../src/report/write-report.js';
import { launchBrowser } from '../support/browser.js';
import { makeProductPhotos } from '../support/product-photos.js';
import { makeReproduction } from '../support/reproduction-fixture.js';

const HOSTILE = `"'><script>window.harmed = 1</script><img src=x onerror="window.harmed = 2"></style></svg>&lt;`;

const SCREENS = [
  { name: 'desktop', width: 1280, scheme: 'light' },
  { name: 'desktop-dark', width: 1280, scheme: 'dark' },
  { name: 'phone', width: 375, scheme: 'light' },
  { name: 'phone-dark', width: 375, scheme: 'dark' },
] as const;

/** Where a person finds how it looked; the next run overwrites it. */
const screenshots = join(import.meta.dirname, '..', '..', 'tmp', 'report-screenshots');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('the report in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let folder: string;
  let photos: string[];

  before(async function () {
    const launched = await launchBrowser();
    if ('failure' in launched) {
      process.stderr.write(`      (skipped: ${launched.failure})\n`);
      this.skip();
    }
    browser = launched;
    folder = mkdtempSync(join(tmpdir(), 'vasg-report-'));
    mkdirSync(screenshots, { recursive: true });
    photos = await makeProductPhotos(join(folder, 'photos'), 60);
    const reproduction = makeReproduction({ photos });
    await writeReport(reproduction, join(folder, 'report.html'));
    const audited = { ...reproduction, datasets: reproduction.datasets.slice(0, 1) };
    await writeReport(audited, join(folder, 'audited.html'));
  });
  after(async () => {
    await browser?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  /** Opens a page, and hears what it complains about and asks for. */
  async function open(file: string, width: number, scheme: string) {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith('data:') && !url.startsWith('file:')) complaints.push(`asks for ${url}`);
    });
    await page.setViewport({ width, height: 900, deviceScaleFactor: width < 500 ? 2 : 1 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.goto(pathToFileURL(join(folder, file)).href, { waitUntil: 'load' });
    return { page, complaints };
  }

  for (const { name, width, scheme } of SCREENS) {
    it(`shows every figure and fits, on a ${name}`, async () => {
      const { page, complaints } = await open('report.html', width, scheme);
      expect(await evaluate(page, HIDDEN_FIGURES)).to.deep.equal([]);
      expect(await evaluate(page, 'document.querySelectorAll("figure").length')).to.be.above(40);
      expect(
        await evaluate(page, 'document.documentElement.scrollWidth - innerWidth'),
      ).to.be.at.most(0);
      expect(await evaluate(page, BROKEN_PHOTOS)).to.equal(0);
      const clip = { x: 0, y: 0, width, height: 5000 };
      await page.screenshot({ path: join(screenshots, `${name}.png`), clip });
      expect(complaints).to.deep.equal([]);
      await page.close();
    });
  }

  for (const { name, width, scheme } of [SCREENS[0], SCREENS[3]]) {
    it(`is accessible, on a ${name}`, async () => {
      const { page } = await open('audited.html', width, scheme);
      // Through the debugger, since the page itself lets no script run.
      await page.evaluate(axe);
      const { violations } = (await evaluate(page, 'axe.run()')) as AxeResults;
      const faults = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      expect(faults).to.deep.equal([]);
      await page.close();
    });
  }

  it('opens the source of a number on a click, without a script', async () => {
    const { page } = await open('report.html', 1280, 'light');
    await page.locator('#data-0-ranking-warm-caption').scroll();
    await page.click('#data-0-table2 tbody tr:last-child td button');
    const source = await page.$eval(':popover-open', (element) => element.textContent);
    expect(source).to.contain('VASG (default), warm among warm');
    expect(source).to.contain('20260314-vasg-s3');
    await page.screenshot({ path: join(screenshots, 'source.png') });
    await page.close();
  });

  it('is harmless whatever the data hold', async () => {
    const decorate = (id: string): string => `${id}${HOSTILE}`;
    await writeReport(makeReproduction({ photos, decorate }), join(folder, 'hostile.html'));
    const { page, complaints } = await open('hostile.html', 375, 'light');
    expect(await evaluate(page, 'window.harmed')).to.equal(undefined);
    expect(await evaluate(page, 'document.querySelectorAll("script, img").length')).to.equal(0);
    expect(
      await evaluate(page, 'document.querySelector("h2[id=data-0-title]").textContent'),
    ).to.equal(`men${HOSTILE}`);
    expect(await evaluate(page, 'document.documentElement.scrollWidth - innerWidth')).to.be.at.most(
      0,
    );
    expect(complaints).to.deep.equal([]);
    await page.close();
  });
});

/** Evaluates an expression in the page, whose types are unknown here. */
const evaluate = (page: Page, expression: string): Promise<unknown> => page.evaluate(expression);

/** Captions of figures without a visible chart that has marks of some extent. */
const HIDDEN_FIGURES = `[...document.querySelectorAll('figure')].filter((figure) => {
  const charts = [...figure.querySelectorAll('svg')].filter((svg) => svg.checkVisibility());
  const hasMark = (svg) => [...svg.querySelectorAll('path, circle, line, use, rect')].some((mark) => {
    const { width, height } = mark.getBoundingClientRect();
    return width + height > 2;
  });
  return charts.length !== 1 || charts[0].clientWidth < 200 || !hasMark(charts[0]);
}).map((figure) => figure.textContent.slice(0, 80))`;

/** How many photos cannot be decoded. */
const BROKEN_PHOTOS = `Promise.all([...document.querySelectorAll('symbol image')].map((image) => {
  const photo = new Image();
  photo.src = image.getAttribute('href');
  return photo.decode().then(() => 0, () => 1);
})).then((broken) => broken.reduce((sum, each) => sum + each, 0))`;
