import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { vasg, type CliResult } from '../support/cli.js';
import { failure } from '../support/failure.js';
import { copyOf, tinyShop } from '../support/shop-workspace.js';
import { stateOf } from '../support/workspace-state.js';
import { temporaryFolder } from '../support/workspace.js';
import type { BadCase, Place } from './bad-input/bad-case.js';
import { BAD_CATEGORIES } from './bad-input/categories.js';
import { BAD_FEATURES } from './bad-input/features.js';
import { BAD_FLAGS } from './bad-input/flags.js';
import { BAD_QUERIES } from './bad-input/queries.js';
import { BAD_RATINGS } from './bad-input/ratings.js';
import { BAD_STATES } from './bad-input/states.js';
import { BAD_TRAINERS } from './bad-input/trainers.js';

const CASES: BadCase[] = [
  ...BAD_RATINGS,
  ...BAD_FEATURES,
  ...BAD_CATEGORIES,
  ...BAD_FLAGS,
  ...BAD_STATES,
  ...BAD_QUERIES,
  ...BAD_TRAINERS,
];

describe('bad input', function () {
  this.timeout(60_000);
  before(tinyShop);

  for (const bad of CASES) {
    it(`${bad.title} (exit ${bad.exit})`, async () => {
      const error = failure(await fail(bad, ['--json']), bad.exit);
      const told = [error.message, ...error.suggestions].join('\n');
      for (const words of bad.says) expect(told).to.match(pattern(words));
    });
  }
});

/** One of each kind and exit code: all that a kind has take one way to the screen. */
const SHOWN = new Map(CASES.map((bad) => [`${bad.title.split(':')[0]} ${bad.exit}`, bad]));

describe('bad input, told to people', function () {
  this.timeout(60_000);
  before(tinyShop);

  for (const bad of SHOWN.values()) {
    it(`${bad.title} (exit ${bad.exit})`, async () => {
      const { code, stdout, stderr } = await fail(bad, []);
      expect(code, stderr).to.equal(bad.exit);
      expect(stdout).to.equal('');
      expect(stderr).not.to.match(/^\s+at .+:\d+:\d+\)?$/m);
      for (const words of bad.says) {
        if (typeof words === 'string') expect(squeeze(stderr)).to.contain(squeeze(words));
      }
    });
  }
});

describe('an unknown command', () => {
  it('exits with 127 and names the help', async () => {
    const { code, stdout, stderr } = await vasg(['trian']);
    expect({ code, stdout }).to.deep.equal({ code: 127, stdout: '' });
    expect(stderr).to.contain('trian').and.to.contain('vasg help');
  });
});

/** Runs the command, which must leave the workspace as it is. */
async function fail(bad: BadCase, more: string[]): Promise<CliResult> {
  const shop = await tinyShop();
  const folder = temporaryFolder();
  const place: Place = {
    folder,
    workspace: bad.state === 'none' ? join(folder, 'workspace') : copyOf(shop[bad.state]),
    raw: shop.raw,
  };
  const args = [...(await bad.make(place)), ...more];
  const before = existing(place.workspace);
  const env = bad.env?.(place) ?? {};
  const result = await vasg(args, { workspace: place.workspace, cwd: folder, env });
  expect(existing(place.workspace), 'the workspace').to.deep.equal(before);
  return result;
}

const existing = (folder: string): Record<string, string> =>
  existsSync(folder) ? stateOf(folder) : {};

const pattern = (words: string | RegExp): RegExp =>
  typeof words === 'string' ? new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : words;

/** Text for people is wrapped at the width of a terminal, long words included. */
const squeeze = (text: string): string => text.replace(/[\s›]/g, '');
