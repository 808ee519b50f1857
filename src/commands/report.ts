import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.js';
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
    '<%= config.bin %> <%= command.id %> reproduction.json --output report.html',
  ];

  static override args = {
    file: Args.string({
      description:
        'The result; by default reproduction/reproduction.json in the workspace, that of a full reproduction.',
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
    const file = path.resolve(
      this.args.file ?? path.join(this.workspace, 'reproduction', 'reproduction.json'),
    );
    const report = path.resolve(this.flags.output ?? path.join(path.dirname(file), 'report.html'));
    await writeReport(await readReproduction(file), report);
    const { size } = await stat(report);
    this.log(`${report}: ${(size / 1e6).toFixed(1)} MB.`);
    return { reproduction: file, report, bytes: size };
  }
}
