import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.js';
import { findReproduction } from '../experiments/reproduce/find-reproduction.js';
import { FILE_NAMES } from '../experiments/reproduce/write-reproduction.js';
import { readReproduction } from '../report/read-reproduction.js';
import { writeReport } from '../report/write-report.js';

export interface ReportResult {
  /** What was read. */
  reproduction: string;
  /** The page. */
  report: string;
  bytes: number;
}

export default class Report extends BaseCommand<typeof Report> {
  static override summary = 'Draw the report of a reproduction again.';

  static override description = `Reads what "vasg reproduce" found and writes one HTML page with every table and figure. The page needs no network and holds the product photos that it shows, so they must still lie where they were.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> reproduction-quick/reproduction.json --output quick.html',
  ];

  static override args = {
    file: Args.string({
      description:
        'The result; by default the newest reproduction.json in the workspace, of whatever kind of reproduction.',
    }),
  };

  static override flags = {
    output: Flags.string({
      char: 'o',
      summary: 'The page to write; by default report.html beside the result.',
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<ReportResult> {
    const { file: named } = this.args;
    const file = named === undefined ? await findReproduction(this.workspace) : path.resolve(named);
    const beside = path.join(path.dirname(file), FILE_NAMES.report);
    const report = path.resolve(this.flags.output ?? beside);
    await writeReport(await readReproduction(file), report);
    const { size } = await stat(report);
    this.log(`${report}: ${(size / 1e6).toFixed(1)} MB, drawn from ${file}.`);
    return { reproduction: file, report, bytes: size };
  }
}
