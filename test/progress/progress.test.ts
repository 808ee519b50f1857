import { expect } from 'chai';
import { JsonProgress } from '../../src/progress/json.js';
import { PlainProgress } from '../../src/progress/plain.js';
import { formatFields } from '../../src/progress/fields.js';
import { TerminalProgress } from '../../src/progress/terminal.js';
import { Screen } from '../support/screen.js';

describe('progress for programs', () => {
  it('is one JSON object a line, with event and time', () => {
    const lines: string[] = [];
    const progress = new JsonProgress((line) => lines.push(line));
    progress.log('hello');
    progress.warn('careful');
    progress.event('validation', { step: 3 });
    const bar = progress.bar('Training', 10, 'steps');
    bar.update(4, { loss: 0.5 });
    bar.update(5);
    bar.finish({ loss: 0.25 });
    bar.finish();
    const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events.map(({ event }) => event)).to.deep.equal([
      'log',
      'warning',
      'validation',
      'progress',
      'progress',
    ]);
    expect(events[3]).to.include({
      title: 'Training',
      done: 4,
      total: 10,
      finished: false,
      loss: 0.5,
    });
    expect(events[4]).to.include({ done: 5, finished: true, loss: 0.25 });
    for (const { time } of events) expect(new Date(time as string).toISOString()).to.equal(time);
  });
});

describe('progress for logs', () => {
  it('says once when the work ended, and nothing after that', () => {
    const lines: string[] = [];
    const progress = new PlainProgress((line) => lines.push(line));
    const bar = progress.bar('Training', 1000, 'steps');
    bar.update(1000, { loss: 0.5 });
    bar.finish({ loss: 0.5 });
    bar.finish();
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(/^Training: 1,000\/1,000 steps, loss 0\.5, seconds /);
  });

  it('says nothing of work that was abandoned', () => {
    const lines: string[] = [];
    const bar = new PlainProgress((line) => lines.push(line)).bar('Training', 5, 'steps');
    bar.abandon();
    bar.finish();
    expect(lines).to.deep.equal([]);
  });
});

describe('progress on a terminal', () => {
  it('shows a bar in one line, however long its title is', () => {
    const screen = new Screen(80);
    const bar = new TerminalProgress(screen.stream).bar(`Training ${'x'.repeat(60)}`, 9, 'steps');
    const { lines } = screen;
    bar.abandon();
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(/^Training x+ ░+…$/);
    expect(lines[0]).to.have.length(77);
  });

  it('keeps every line that is logged, whole, above the bar', () => {
    const screen = new Screen(80);
    const progress = new TerminalProgress(screen.stream);
    progress.log('before');
    const bar = progress.bar('Training', 1000, 'steps');
    bar.update(500, { loss: 0.5 });
    progress.warn('careful');
    progress.log('long '.repeat(20));
    bar.update(1000, { loss: 0.25 });
    bar.finish();
    progress.log('after');
    expect(screen.lines.map((line) => line.trimEnd())).to.deep.equal([
      'before',
      'Warning: careful',
      'long '.repeat(16).trimEnd(),
      'long '.repeat(4).trimEnd(),
      'Training: 1,000/1,000 steps, loss 0.25',
      'after',
      '',
    ]);
  });

  it('ends a bar when the next one starts', () => {
    const screen = new Screen(80);
    const progress = new TerminalProgress(screen.stream);
    const first = progress.bar('First', 2, 'x');
    progress.bar('Second', 2, 'x').abandon();
    first.finish();
    expect(screen.lines).to.deep.equal(['First: 0/2 x', 'Second: 0/2 x', '']);
  });
});

describe('fields of a progress line', () => {
  it('are named in words, rounded, and left out when unknown', () => {
    const fields = { skipGramLoss: 0.123456, pairs: 12345.6, name: 'x', nothing: undefined };
    expect(formatFields(fields)).to.equal('skip gram loss 0.1235, pairs 12,346, name x');
  });
});
