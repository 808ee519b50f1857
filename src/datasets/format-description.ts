import type { DatasetRecord } from '../catalog/datasets.js';
import type { Quantiles } from '../catalog/describe.js';
import { quantity } from '../quantity.js';
import type { SplitReport } from '../splitting/assign.js';
import { textTable } from '../text-table.js';
import type { DatasetDescription, SplitDescription } from './describe-dataset.js';
import type { IngestReport } from './ingest/ingest-report.js';

type TextRow = (string | number)[];

/** A description for people: tables of counts. */
export function formatDescription(description: DatasetDescription): string {
  const { dataset, ratingsPerUser, ratingsPerProduct, splits } = description;
  return [
    sizes(description),
    table(
      ['ratings per', 'min', '25 %', 'median', '75 %', '90 %', 'max', 'mean'],
      [quantileRow('user', ratingsPerUser), quantileRow('product', ratingsPerProduct)],
    ),
    ...productLines(description),
    files(dataset),
    ...splits.map(formatSplit),
  ].join('\n');
}

function sizes({ dataset, density }: DatasetDescription): string {
  return table(
    ['data set', 'products', 'users', 'ratings', 'density'],
    [
      [
        dataset.name,
        count(dataset.numProducts),
        count(dataset.numUsers),
        count(dataset.numRatings),
        `${(100 * density).toFixed(4)} %`,
      ],
    ],
  );
}

/** What is known of products: their features, and photos if there are any. */
function productLines({ dataset, numPhotos }: DatasetDescription): string[] {
  const { features } = dataset.report as unknown as IngestReport;
  const lines = [
    `Features: ${features.dim} numbers each, ${(100 * features.zeroShare).toFixed(1)} % of them zero, ${quantity(features.allZero, 'product')} zero throughout.`,
  ];
  if (dataset.imagesFolder !== null) {
    lines.push(
      `Photos: ${count(numPhotos)} of ${count(dataset.numProducts)}, in ${dataset.imagesFolder}.`,
    );
  }
  return lines;
}

function files({ sources, featuresFile, featuresSha256 }: DatasetRecord): string {
  const read = sources.map(({ path, sizeBytes, sha256 }): TextRow => [
    path,
    count(sizeBytes),
    sha256,
  ]);
  return table(['file', 'bytes', 'SHA-256'], [...read, [featuresFile, '', featuresSha256]]);
}

/** The sizes of a split's parts, and whether it leaks. */
export function formatSplit(description: SplitDescription): string {
  const { split, parts, leakChecks } = description;
  const failed = leakChecks.filter(({ violations }) => violations > 0);
  const leaks = failed.map(({ name, violations }) => `${name} (${count(violations)})`).join(', ');
  return [
    `Split ${split.split} of ${split.dataset}: seed ${split.seed}, cold share ${split.coldShare}, validation share ${split.validationShare}, users with at least ${split.testedMinProducts} products tested.`,
    table(
      ['part', 'pairs', 'users', 'products'],
      parts.map(({ part, ratings, users, products }) => [
        part,
        count(ratings),
        count(users),
        count(products),
      ]),
    ),
    ...untestedUsers(description),
    failed.length === 0 ? `Leak checks: ${leakChecks.length} passed.` : `LEAKS: ${leaks}.`,
  ].join('\n');
}

/** Who is not tested for too few products, and who cannot be as ingesting dropped them. */
function untestedUsers({ split, ingestedMinProducts }: SplitDescription): string[] {
  const { testedMinProducts, dataset, report } = split;
  const { usersNotTested } = report as unknown as SplitReport;
  const lines: string[] = [];
  if (usersNotTested > 0) {
    lines.push(
      `Not tested: ${quantity(usersNotTested, 'user')} with fewer than ${testedMinProducts} products; theirs are training.`,
    );
  }
  if (testedMinProducts < ingestedMinProducts) {
    lines.push(
      `Data set ${dataset} was loaded with --min-products ${ingestedMinProducts}: users with fewer are not in it, so that --tested-min-products ${testedMinProducts} changes nothing.`,
    );
  }
  return lines;
}

function quantileRow(name: string, { min, p25, median, p75, p90, max, mean }: Quantiles): TextRow {
  return [name, ...[min, p25, median, p75, p90, max].map(count), mean.toFixed(2)];
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function table(head: string[], rows: TextRow[]): string {
  return textTable(head, rows, (column) => column > 0);
}
