/**
 * The steps, in order. Each names the files that decide whether it has to run again (`inputs`) and the
 * paths that it makes (`outputs`); all relative to the repository root. What an `optional` one cannot do is left out.
 */
import { writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from './root.mjs';
import { runCommand } from './run-command.mjs';

const windows = process.platform === 'win32';
const compiledByKernels = (file) => file.startsWith(['src', 'kernels', 'assembly', ''].join(sep));
const generated = (file) => /_pb2(_grpc)?\.pyi?$|\.pyc$|\.egg-info/.test(file);

const script = (name, advice) => () =>
  runCommand(process.execPath, [`scripts/${name}`], { advice });

const python = windows ? '.venv/Scripts/python.exe' : '.venv/bin/python';
/** Only comparisons with other people's programs need these, so it is enough to have tried. */
function comparison({ name, title, requirements, tried, advice }) {
  return {
    ...{ name, title, optional: true },
    inputs: ['python/requirements.txt', requirements],
    // Goes with the environment.
    outputs: [tried],
    run: async () => {
      writeFileSync(join(root, tried), '');
      await runCommand(
        join(root, python),
        ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input'].concat(
          ['python/requirements.txt', requirements].flatMap((file) => ['-r', file]),
        ),
        { advice },
      );
    },
  };
}

export const steps = [
  {
    name: 'node-packages',
    title: 'node packages (can take minutes)',
    inputs: ['package.json', 'package-lock.json'],
    outputs: ['node_modules/.package-lock.json'],
    run: () =>
      runCommand('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
        // npm is a batch file on Windows, which only a shell starts.
        shell: windows,
        advice:
          'Check the network and the npm registry settings (`npm config list`), then run this again.',
      }),
  },
  {
    name: 'python',
    title: 'Python and PyTorch (can take minutes)',
    inputs: [
      'python/requirements.txt',
      'python/requirements-dev.txt',
      'python/pyproject.toml',
      'scripts/make-python-environment.mjs',
    ],
    outputs: [python],
    run: () =>
      runCommand(process.execPath, ['--import', 'tsx', 'scripts/make-python-environment.mjs'], {
        advice:
          'Mend what the last lines name; VASG_PYTHON chooses another Python, `pip config list` shows the package index.',
      }),
  },
  comparison({
    name: 'peers',
    title: 'libraries of peers',
    requirements: 'python/requirements-peers.txt',
    tried: '.venv/peers-tried',
    advice: 'Everything but `--baselines peers` works without; `vasg setup --peers` tries again.',
  }),
  comparison({
    name: 'references',
    title: 'references of the benchmarks',
    requirements: 'python/requirements-bench.txt',
    tried: '.venv/references-tried',
    advice: 'Everything but some rows of `npm run bench` works without.',
  }),
  {
    name: 'contract',
    title: 'generated code',
    inputs: [
      'proto',
      'scripts/generate-proto.mjs',
      'package-lock.json',
      'python/requirements-dev.txt',
    ],
    outputs: [
      'src/generated/vasg/v1/trainer_service.ts',
      'python/src/vasg/v1/trainer_service_pb2.py',
      'python/src/vasg/v1/trainer_service_pb2_grpc.py',
    ],
    run: script('generate-proto.mjs', 'Delete .venv and node_modules and run this again.'),
  },
  {
    name: 'kernels',
    title: 'kernels',
    inputs: ['src/kernels/assembly', 'scripts/build-kernels.mjs', 'package-lock.json'],
    outputs: ['src/generated/kernels.ts'],
    run: script('build-kernels.mjs', 'Mend the errors above in src/kernels/assembly.'),
  },
  {
    name: 'build',
    title: 'build',
    inputs: ['src', 'tsconfig.json', 'scripts/build.mjs', 'package-lock.json'],
    ignore: (file) => compiledByKernels(file) || generated(file),
    outputs: ['dist/errors.js'],
    run: script('build.mjs', 'Mend the type errors above.'),
  },
];
