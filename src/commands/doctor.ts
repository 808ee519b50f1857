import { Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.js';
import { examine } from '../doctor/examine.js';
import type { Finding } from '../doctor/finding.js';

export interface DoctorResult {
  /** Whether training can work. */
  ok: boolean;
  findings: Finding[];
}

const MARKS = { ok: 'ok     ', note: 'note   ', failed: 'MISSING' } as const;
const EXIT_SETUP = 5;

export default class Doctor extends BaseCommand<typeof Doctor> {
  static override summary = 'Check that everything that training needs is there.';

  static override description =
    'Looks at Node, folders, database, Python, packages, PyTorch and CUDA, and starts a trainer. Says for each requirement what was found and, if it is missing, how to mend it. Exits with 5 if training cannot work.';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --device cuda --json',
  ];

  static override flags = {
    device: Flags.option({ options: ['auto', 'cpu', 'cuda'] as const })({
      summary: 'Device that training must be able to use.',
      env: 'VASG_DEVICE',
      default: 'auto' as const,
    }),
    python: Flags.string({
      summary: 'Python to look at, instead of the one that `setup` made.',
      helpValue: 'PATH',
      env: 'VASG_PYTHON',
    }),
  };

  async run(): Promise<DoctorResult> {
    const findings = await examine({
      workspace: this.workspace,
      cacheFolder: this.config.cacheDir,
      device: this.flags.device,
      python: this.flags.python,
      onFinding: (finding) => this.show(finding),
      signal: this.signal,
    });
    const ok = findings.every(({ status }) => status !== 'failed');
    if (!ok) process.exitCode = EXIT_SETUP;
    this.log(ok ? '\nTraining can work.' : '\nTraining cannot work yet.');
    return { ok, findings };
  }

  private show({ name, status, detail, fix }: Finding): void {
    this.log(
      `${MARKS[status]}  ${name.padEnd(16)} ${detail.replaceAll('\n', `\n${' '.repeat(26)}`)}`,
    );
    if (fix !== undefined) this.log(`${' '.repeat(26)}-> ${fix}`);
  }
}
