import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { TrainingLog } from '../../../src/experiments/train/training-log.js';
import type { StageName } from '../../../src/trainer/stages.js';
import { temporaryFolder } from '../../support/workspace.js';

const look = (stage: StageName, step: number) =>
  ({ kind: 'progress', row: { stage, step, score: step / 100 } }) as const;
const end = (stage: StageName) =>
  ({
    kind: 'completed',
    stage: { stage, stopReason: 'max-steps', steps: 9, bestStep: 9, bestScore: 1, wallSeconds: 1 },
  }) as const;

describe('the log of a run', () => {
  let folder: string;

  beforeEach(() => (folder = temporaryFolder()));

  async function reopened(): Promise<TrainingLog> {
    return TrainingLog.open(folder);
  }

  it('is empty for a new run', async () => {
    const log = await reopened();
    expect([...log.rows, ...log.stages]).to.deep.equal([]);
  });

  it('gives back what was added', async () => {
    const log = await reopened();
    log.add(look('skip-gram', 1));
    log.add(end('skip-gram'));
    await log.flush();
    const again = await reopened();
    expect(again.rows).to.deep.equal(log.rows);
    expect(again.stages.map(({ stage }) => stage)).to.deep.equal(['skip-gram']);
  });

  it('adds up the seconds of all attempts', async () => {
    const log = await reopened();
    log.add({ kind: 'progress', row: { stage: 'ranking', step: 5, wallSeconds: 100 } });
    log.add({ kind: 'progress', row: { stage: 'ranking', step: 9, wallSeconds: 170 } });
    log.goOn('ranking', 5, []);
    await log.flush();
    expect((await reopened()).wallSeconds).to.be.within(100, 130);
  });

  it('drops a last line that was cut off', async () => {
    const log = await reopened();
    log.add(look('skip-gram', 1));
    await log.flush();
    appendFileSync(join(folder, 'progress.jsonl'), '{"kind":"progress","row":{"st');
    expect((await reopened()).rows).to.deep.equal(log.rows);
  });

  it('forgets what a stage did after the step where it goes on', async () => {
    const log = await reopened();
    for (const step of [1, 2, 3]) log.add(look('skip-gram', step));
    log.add(end('skip-gram'));
    log.add(look('encoder', 5));
    log.goOn('skip-gram', 2, []);
    log.add(look('skip-gram', 3));
    await log.flush();
    const { rows, stages } = await reopened();
    expect(rows.map(({ stage, step }) => `${stage} ${step}`)).to.deep.equal([
      'skip-gram 1',
      'skip-gram 2',
      'encoder 5',
      'skip-gram 3',
    ]);
    expect(stages).to.deep.equal([]);
    expect(
      readFileSync(join(folder, 'progress.jsonl'), 'utf8').trimEnd().split('\n'),
    ).to.have.length(4);
  });

  it('learns what it missed from the trainer, each look once', async () => {
    const log = await reopened();
    log.add({ kind: 'progress', row: { stage: 'ranking', step: 10, numPairs: 640 } });
    log.add({ kind: 'progress', row: { stage: 'ranking', step: 10, score: 0.5, wallSeconds: 7 } });
    const past = [
      { stage: 'ranking', step: 10, score: 0.6, wallSeconds: 99 },
      { stage: 'ranking', step: 20, score: 0.7, wallSeconds: 99 },
      { stage: 'ranking', step: 20, numPairs: 1280, wallSeconds: 99 },
    ];
    log.goOn('ranking', 20, past);
    log.goOn('ranking', 20, past);
    await log.flush();
    expect((await reopened()).rows).to.deep.equal([
      { stage: 'ranking', step: 10, numPairs: 640 },
      { stage: 'ranking', step: 10, score: 0.6, wallSeconds: 7 },
      ...past.slice(1),
    ]);
  });

  it('keeps the stages in their order', async () => {
    const log = await reopened();
    log.add(look('skip-gram', 1));
    log.add(look('encoder', 5));
    log.goOn('skip-gram', 2, [look('skip-gram', 2).row]);
    expect(log.rows.map(({ stage, step }) => `${stage} ${step}`)).to.deep.equal([
      ...['skip-gram 1', 'skip-gram 2', 'encoder 5'],
    ]);
  });
});
