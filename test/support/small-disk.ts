import { spawnSync } from 'node:child_process';
import { temporaryFolder } from './workspace.js';

/** A file system of its own in memory: it can be full or read-only without harm to others. */
export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** Undefined where this process may not mount. */
  static mount(sizeBytes: number): SmallDisk | undefined {
    const disk = new SmallDisk(temporaryFolder());
    const options = ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'none', disk.folder];
    return run('mount', options) ? disk : undefined;
  }

  readOnly(): this {
    run('mount', ['-o', 'remount,ro', this.folder]);
    return this;
  }

  unmount(): void {
    run('umount', [this.folder]);
  }
}

function run(command: string, args: string[]): boolean {
  return process.platform === 'linux' && spawnSync(command, args).status === 0;
}
