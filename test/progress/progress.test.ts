import { Writable } from 'node:stream';
import { expect } from 'chai';
import { JsonProgress } from '../../src/progress/json.js';
import { PlainProgress } from '../../src/progress/plain.js';
import { formatFields } from '../../src/progress/progress.js';
import { TerminalProgress } from '../../src/progress/terminal.js';

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
  function terminal(): { stream: NodeJS.WriteStream; text: () => string } {
    let text = '';
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        text += chunk.toString();
        done();
      },
    });
    const tty = Object.assign(stream, {
      isTTY: true,
      columns: 200,
      cursorTo: () => true,
      clearLine: () => true,
    });
    return { stream: tty as unknown as NodeJS.WriteStream, text: () => text };
  }

  it('shows title, count and fields, and lines above the bar', () => {
    const { stream, text } = terminal();
    const progress = new TerminalProgress(stream);
    const bar = progress.bar('Training', 1000, 'steps');
    bar.update(1000, { loss: 0.5 });
    progress.warn('careful');
    bar.finish();
    expect(text()).to.include('Training').and.to.include('1,000/1,000 steps');
    expect(text()).to.include('loss 0.5').and.to.include('Warning: careful\n');
  });

  it('ends a bar when the next one starts', () => {
    const { stream, text } = terminal();
    const progress = new TerminalProgress(stream);
    const first = progress.bar('First', 2, 'x');
    progress.bar('Second', 2, 'x').finish();
    first.finish();
    expect(text()).to.include('First').and.to.include('Second');
  });
});

describe('fields of a progress line', () => {
  it('are named in words, rounded, and left out when unknown', () => {
    const fields = { skipGramLoss: 0.123456, pairs: 12345.6, name: 'x', nothing: undefined };
    expect(formatFields(fields)).to.equal('skip gram loss 0.1235, pairs 12,346, name x');
  });
});
