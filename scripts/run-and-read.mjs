import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(fileURLToPath(import.meta.url), '../..');

/**
 * Runs a command in the repository; resolves with what it wrote (`text`) and how it ended (`end`, `status 0` when
 * well). `show` also prints what it writes as it comes.
 */
export function runAndRead(command, args, { show = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      // The tools of node packages are batch files on Windows, which only a shell starts.
      shell: process.platform === 'win32',
    });
    let text = '';
    const read = (target) => (chunk) => {
      text += chunk;
      if (show) target.write(chunk);
    };
    child.stdout.on('data', read(process.stdout));
    child.stderr.on('data', read(process.stderr));
    child.on('error', (error) => resolve({ text, end: error.message }));
    child.on('close', (status, signal) => resolve({ text, end: signal ?? `status ${status}` }));
  });
}
