import { resolve } from 'node:path';
import { Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.js';
import { setUpPython, type SetupResult } from '../trainer/python/set-up.js';

export default class Setup extends BaseCommand<typeof Setup> {
  static override summary = 'Make the Python environment that training needs.';

  static override description =
    'Makes a virtual environment and installs PyTorch and the trainer in it with pip, from the package index that pip is configured with. Repeating it is cheap and completes what was interrupted. Everything but training works without it.';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --device cuda --python python3.12',
    '<%= config.bin %> <%= command.id %> --peers',
  ];

  static override flags = {
    device: Flags.option({ options: ['auto', 'cpu', 'cuda'] as const })({
      summary: 'Device that PyTorch must be able to use afterwards.',
      env: 'VASG_DEVICE',
      default: 'auto' as const,
    }),
    python: Flags.string({
      summary: 'Python 3.10 or newer that makes the environment.',
      helpValue: 'PATH',
      env: 'VASG_PYTHON',
    }),
    dir: Flags.directory({
      summary:
        'Folder of the environment; default: ./.venv of a checkout, else in your cache folder.',
      helpValue: 'DIR',
    }),
    peers: Flags.boolean({
      summary: 'Install the libraries that "evaluate ranking --baselines peers" fits, too.',
    }),
    force: Flags.boolean({ summary: 'Make the environment anew if there is one.' }),
  };

  async run(): Promise<SetupResult> {
    const { device, python, dir, peers, force } = this.flags;
    const result = await setUpPython({
      cacheFolder: this.config.cacheDir,
      directory: dir === undefined ? undefined : resolve(dir),
      interpreter: python,
      cudaNeeded: device === 'cuda',
      peers,
      force,
      report: (line) => this.progress.log(line),
      signal: this.signal,
    });
    this.log(`Python environment: ${result.directory}`);
    this.log(`PyTorch ${result.torchVersion} on ${result.device}`);
    if (dir !== undefined) this.log(`Tell vasg about it: export VASG_PYTHON=${result.executable}`);
    return result;
  }
}
