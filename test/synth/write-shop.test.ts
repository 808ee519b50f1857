import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { RunCancelledError, StorageError, UsageError } from '../../src/errors.js';
import type { ShopManifest } from '../../src/synth/manifest.js';
import { generateShop } from '../../src/synth/shop.js';
import { writeShop } from '../../src/synth/write-shop.js';
import { rejection } from '../support/rejection.js';
import { temporaryFolder } from '../support/workspace.js';

const plan = generateShop('tiny', 7);

/** A folder that does not exist yet, inside a fresh one. */
function newTarget(): string {
  return path.join(temporaryFolder(), 'shop');
}

function linesOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  expect(text.endsWith('\n')).to.be.true;
  return text.slice(0, -1).split('\n');
}

describe('writing a shop', () => {
  const target = newTarget();
  let manifest: ShopManifest;
  before(async () => {
    manifest = await writeShop(plan, target, { reviews: true });
  });

  it('writes ratings as user,item,rating,timestamp without a header, sorted by product', () => {
    const lines = linesOf(path.join(target, 'ratings.csv'));
    expect(lines).to.have.length(manifest.counts.ratingLines);
    for (const line of lines)
      expect(line).to.match(/^A[0-9A-Z]{13},[0-9B][0-9A-Z]{9},[1-5]\.0,\d{10}$/);
    const products = lines.map((line) => line.split(',')[1]!);
    expect(products).to.deep.equal([...products].sort());
  });

  it('writes the same purchases as reviews, in strict JSON', () => {
    const text = gunzipSync(readFileSync(path.join(target, 'reviews.json.gz'))).toString();
    const fromReviews = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .map((review) => [review.reviewerID, review.asin, review.overall, review.unixReviewTime]);
    const fromRatings = linesOf(path.join(target, 'ratings.csv'))
      .map((line) => line.split(','))
      .map(([user, product, stars, time]) => [user, product, Number(stars), Number(time)]);
    expect(fromReviews).to.deep.equal(fromRatings);
  });

  it('writes tastes and styles whose weights sum to one', () => {
    const [header, ...lines] = linesOf(path.join(target, 'truth.csv'));
    expect(header).to.equal('kind,id,style,weight');
    const sums = new Map<string, number>();
    for (const line of lines) {
      const [kind, id, , weight] = line.split(',');
      sums.set(`${kind} ${id}`, (sums.get(`${kind} ${id}`) ?? 0) + Number(weight));
    }
    expect(sums).to.have.length(plan.productIds.length + plan.spec.users);
    for (const sum of sums.values()) expect(sum).to.be.closeTo(1, 1e-5);
  });

  it('writes counts, sizes and checksums that are true', () => {
    const written = JSON.parse(readFileSync(path.join(target, 'synth.json'), 'utf8')) as unknown;
    expect(written).to.deep.equal(manifest);
    expect(manifest).to.deep.include({ formatVersion: 1, preset: 'tiny', seed: 7, featureDim: 64 });
    expect(manifest.counts).to.deep.equal({
      users: 120,
      products: 300,
      ratings: 1000,
      ratingLines: 1021,
      featureRecords: 303,
      casualUsers: 6,
      casualRatings: 17,
      duplicateRatings: 4,
      unratedProducts: 3,
      foreignProducts: 0,
      foreignRatings: 0,
    });
    for (const { name, sizeBytes, sha256 } of manifest.files) {
      const bytes = readFileSync(path.join(target, name));
      expect(bytes.length).to.equal(sizeBytes);
      expect(createHash('sha256').update(bytes).digest('hex')).to.equal(sha256);
    }
  });

  it('writes the same bytes for the same seed', async () => {
    const again = await writeShop(generateShop('tiny', 7), newTarget(), { reviews: true });
    expect(again).to.deep.equal(manifest);
    const other = await writeShop(generateShop('tiny', 8), newTarget(), { reviews: true });
    expect(other.files.map(({ sha256 }) => sha256)).to.not.have.members(
      manifest.files.map(({ sha256 }) => sha256),
    );
  });
});

describe('the folder of a shop', () => {
  it('may be there already if it is empty', async () => {
    const target = temporaryFolder();
    await writeShop(plan, target);
    expect(readdirSync(target).sort()).to.deep.equal([
      'image_features.b',
      'ratings.csv',
      'synth.json',
      'truth.csv',
    ]);
  });

  it('is not replaced without force, wholly replaced with it', async () => {
    const target = newTarget();
    await writeShop(plan, target, { reviews: true });
    const error = await rejection(writeShop(plan, target), UsageError);
    expect(error.message).to.include('is not empty');
    expect(error.suggestions[0]).to.include('--force');
    await writeShop(plan, target, { force: true });
    expect(existsSync(path.join(target, 'reviews.json.gz'))).to.be.false;
    expect(readdirSync(path.dirname(target))).to.deep.equal(['shop']);
  });

  it('is not replaced even with force when it holds other files', async () => {
    const target = newTarget();
    await writeShop(plan, target);
    writeFileSync(path.join(target, 'thesis.tex'), 'years of work');
    const error = await rejection(writeShop(plan, target, { force: true }), UsageError);
    expect(error.message).to.include('thesis.tex');
    expect(existsSync(path.join(target, 'thesis.tex'))).to.be.true;
  });

  it('is refused when its name is a file', async () => {
    const target = newTarget();
    writeFileSync(target, '');
    const error = await rejection(writeShop(plan, target, { force: true }), UsageError);
    expect(error.message).to.include('is a file');
  });

  it('is not left half-written when the work is interrupted', async () => {
    const target = newTarget();
    const interrupt = new AbortController();
    const wide = generateShop({ ...plan.spec, featureDim: 8192 }, 7);
    const progress = {
      log() {},
      warn() {},
      event() {},
      bar: () => ({
        update: () => interrupt.abort(new RunCancelledError('Interrupted.')),
        finish() {},
        abandon() {},
      }),
    };
    const options = { progress, signal: interrupt.signal };
    await rejection(writeShop(wide, target, options), RunCancelledError);
    expect(readdirSync(path.dirname(target))).to.be.empty;
  });

  it('is refused before any work when the disk is too small', async () => {
    const huge = { ...plan, spec: { ...plan.spec, featureDim: 2 ** 45 } };
    const error = await rejection(writeShop(huge, newTarget()), StorageError);
    expect(error.message).to.match(/takes about \d+ MB, but only \d+ MB are free/);
  });
});
