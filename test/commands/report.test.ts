import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  });
});
