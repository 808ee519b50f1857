import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { train, type BadCase } from './bad-case.js';

const python = fileURLToPath(new URL('../../../.venv/bin/python', import.meta.url));

/** A Python that lacks everything but its standard library. */
function barePython(folder: string): string {
  const path = join(folder, 'bare-python');
  writeFileSync(path, `#!/bin/sh\nexec '${python}' -I -S "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A Python that looks right and dies as soon as the trainer starts. */
function dyingPython(folder: string): string {
  const path = join(folder, 'dying-python');
  const script = [
    '#!/bin/sh',
    'case "$*" in',
    "  *'-m vasg.trainer'*) echo 'the last words' >&2; exit 3;;",
    'esac',
    `exec '${python}' "$@"`,
  ];
  writeFileSync(path, `${script.join('\n')}\n`);
  chmodSync(path, 0o755);
  return path;
}

export const BAD_TRAINERS: BadCase[] = [
  {
    title: 'trainer: no Python',
    state: 'split',
    make: () => train(),
    env: () => ({ VASG_PYTHON: '/nonexistent/python' }),
    exit: 5,
    says: ['/nonexistent/python', 'VASG_PYTHON'],
  },
  {
    title: 'trainer: a Python without PyTorch',
    state: 'split',
    make: ({ folder }) => train('--python', barePython(folder)),
    exit: 5,
    says: ['bare-python', 'torch', /--python|VASG_PYTHON|vasg setup/],
  },
  {
    title: 'trainer: a process that dies at once',
    state: 'split',
    make: ({ folder }) => train('--python', dyingPython(folder)),
    exit: 6,
    says: ['exit code 3', 'the last words', 'vasg doctor'],
  },
  {
    title: 'trainer: nobody at the address',
    state: 'split',
    make: () => train('--trainer', '127.0.0.1:9'),
    exit: 6,
    says: ['127.0.0.1:9'],
  },
  {
    title: 'trainer: no address',
    state: 'split',
    make: () => train('--trainer', 'gpu-machine'),
    exit: 2,
    says: ['gpu-machine', 'host:port'],
  },
  {
    title: 'trainer: an authority without a trainer',
    state: 'split',
    make: ({ folder }) => train('--trainer-ca', join(folder, 'ca.pem')),
    exit: 2,
    says: ['--trainer'],
  },
  {
    title: 'trainer: an authority that is not there',
    state: 'split',
    make: ({ folder }) => train('--trainer', 'gpu:7077', '--trainer-ca', join(folder, 'ca.pem')),
    exit: 2,
    says: ['--trainer-ca', 'ca.pem'],
  },
  {
    title: 'trainer: an unknown device',
    state: 'split',
    make: () => train('--device', 'tpu'),
    exit: 2,
    says: ['--device', 'cuda'],
  },
];
