import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { InputDataError, SetupError } from '../../../src/errors.js';
import { MAX_WEIGHTED_PRODUCTS } from '../../../src/experiments/evaluate/available-peers.js';
import { presentBaselines } from '../../../src/experiments/evaluate/present-baselines.js';
import { parseBaselines } from '../../../src/experiments/evaluate/ranking-baselines.js';
import type { WorkspaceData } from '../../../src/experiments/runs/workspace-data.js';
import { silentProgress } from '../../../src/progress/progress.js';
import { rejection } from '../../support/rejection.js';

/** With every product warm. */
const dataOf = (numProducts: number) =>
  ({
    split: { numProducts },
    train: { productIndex: Uint32Array.from({ length: numProducts }, (_, product) => product) },
  }) as Pick<WorkspaceData, 'split' | 'train'>;

describe('presentBaselines', () => {
  let folder: string;
  let warnings: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vasg-present-'));
    warnings = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const progress = { ...silentProgress, warn: (message: string) => void warnings.push(message) };

  /** A Python that can train, and that lacks these libraries. */
  function pythonWithout(...missing: string[]): string {
    const path = join(folder, 'python');
    const answer = JSON.stringify(missing);
    writeFileSync(
      path,
      `#!/bin/sh\ncase "$2" in *torch*) echo '[]';; *) echo '${answer}';; esac\n`,
    );
    chmodSync(path, 0o755);
    return path;
  }

  const present = (text: string, trainer: { python?: string }, numWarm = 9) =>
    presentBaselines(dataOf(numWarm), { ...parseBaselines(text), trainer, progress });

  it('asks for no Python where no peer is among them', async () => {
    const python = join(folder, 'nowhere');
    const { baselines, peerPython } = await present('wboi,rand', { python });
    expect(baselines).to.deep.equal(['wboi', 'rand']);
    expect(peerPython).to.equal(undefined);
  });

  it('leaves out peers of the group that lack a library, and says so once', async () => {
    const python = pythonWithout('implicit');
    const { baselines, peerPython } = await present('rand,peers', { python });
    expect(baselines).to.deep.equal(['rand', 'ease']);
    expect(peerPython!.executable).to.equal(python);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('Without ItemKNN, ALS.').and.contain('lacks implicit');
  });

  it('fails for a peer that is asked for by name', async () => {
    const python = pythonWithout('implicit');
    const error = await rejection(present('peers,als', { python }), SetupError);
    expect(error.message).to.contain('lacks implicit');
    expect(warnings).to.deep.equal([]);
    expect((await present('ease', { python })).baselines).to.deep.equal(['ease']);
  });

  it('fails where none of the group is there', async () => {
    await rejection(
      present('all,peers', { python: pythonWithout('implicit', 'cornac') }),
      SetupError,
    );
    await rejection(present('peers', { python: join(folder, 'nowhere') }), SetupError);
  });

  it('leaves out those of the group that have no room for so many products', async () => {
    const numWarm = MAX_WEIGHTED_PRODUCTS + 1;
    const python = pythonWithout();
    const { baselines } = await present('peers', { python }, numWarm);
    expect(baselines).to.deep.equal(['als']);
    expect(warnings.join())
      .to.contain('Without ItemKNN, EASE.')
      .and.contain('20,001 warm products');
    await rejection(present('ease', { python }, numWarm), InputDataError);
  });

  it('fails where there is something against each of them', async () => {
    const python = pythonWithout('implicit');
    const error = await rejection(
      present('peers', { python }, MAX_WEIGHTED_PRODUCTS + 1),
      InputDataError,
    );
    expect(error.code).to.equal('TOO_MANY_PRODUCTS');
  });
});
