import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Report, { type ReportResult } from '../../src/commands/report.js';
import { makeReproduction } from '../support/reproduction-fixture.js';
import { runCommand } from '../support/run-command.js';

describe('vasg report', function () {
  this.timeout(30_000);
  let workspace: string;
  beforeEach(() => (workspace = mkdtempSync(join(tmpdir(), 'vasg-command-'))));
  afterEach(() => rmSync(workspace, { recursive: true }));

  it('draws the result of the workspace beside it', async () => {
    const folder = join(workspace, 'reproduction');
    mkdirSync(folder);
    writeFileSync(join(folder, 'reproduction.json'), JSON.stringify(makeReproduction()));
    const { result, stdout } = await runCommand<ReportResult>(Report, [], workspace);
    expect(result?.report).to.equal(join(folder, 'report.html'));
    expect(existsSync(join(folder, 'report.html'))).to.equal(true);
    expect(stdout).to.contain('MB');
  });

  it('takes the newest result of the workspace', async () => {
    const write = (name: string, writtenAt: number): string => {
      const file = join(workspace, name, 'reproduction.json');
      mkdirSync(join(workspace, name));
      writeFileSync(file, JSON.stringify(makeReproduction({ seeds: [1] })));
      utimesSync(file, writtenAt, writtenAt);
      return file;
    };
    write('reproduction', 1000);
    const newest = write('reproduction-quick-1a2b3c4d', 3000);
    write('reproduction-quick', 2000);
    write('reproductions-of-mine', 4000);
    mkdirSync(join(workspace, 'reproduction-authors'));
    const { result, stdout } = await runCommand<ReportResult>(Report, [], workspace);
    expect(result?.reproduction).to.equal(newest);
    expect(stdout).to.contain(newest);
  });

  it('draws a named result to a named page', async () => {
    const file = join(workspace, 'other.json');
    writeFileSync(file, JSON.stringify(makeReproduction({ seeds: [7] })));
    const report = join(workspace, 'pages', 'other.html');
    const { result } = await runCommand<ReportResult>(Report, [file, '-o', report], workspace);
    expect(result).to.include({ reproduction: file, report });
  });

  it('exits 4 where nothing was reproduced yet', async () => {
    const { error } = await runCommand(Report, [], workspace);
    expect(error).to.have.nested.property('oclif.exit', 4);
    expect(error).to.have.property('message').that.contains(workspace);
  });
});
