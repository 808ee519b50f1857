/**
 * Generates the client's and the server's code from `proto/vasg/v1/*.proto`. One pinned protoc, that of
 * grpcio-tools in the virtual environment, makes both languages. Writes src/generated/vasg/v1/*.ts and
 * python/src/vasg/v1/*_pb2*.py, or with `--out DIR` the same tree under DIR.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const windows = process.platform === 'win32';

const TS_PROTO_OPTIONS = [
  'outputServices=grpc-js',
  'env=node',
  'esModuleInterop=true',
  'importSuffix=.js',
  'oneof=unions-value',
  'useOptionals=none',
  'forceLong=number',
].join(',');

function fail(message) {
  process.stderr.write(`generate-proto: ${message}\n`);
  process.exit(1);
}

const { values } = parseArgs({ options: { out: { type: 'string' } } });
const base = values.out === undefined ? root : resolve(values.out);
const typescriptOut = join(base, 'src', 'generated');
const pythonOut = join(base, 'python', 'src');

const python = join(root, '.venv', windows ? 'Scripts/python.exe' : 'bin/python');
const plugin = join(
  root,
  'node_modules',
  '.bin',
  windows ? 'protoc-gen-ts_proto.cmd' : 'protoc-gen-ts_proto',
);
for (const needed of [python, plugin]) {
  if (!existsSync(needed))
    fail(`${needed} does not exist. Run \`node scripts/bootstrap.mjs\` first.`);
}

const contract = readdirSync(join(root, 'proto', 'vasg', 'v1'))
  .filter((name) => name.endsWith('.proto'))
  .sort()
  .map((name) => `vasg/v1/${name}`);

mkdirSync(typescriptOut, { recursive: true });
mkdirSync(pythonOut, { recursive: true });
const protoc = spawnSync(
  python,
  [
    '-m',
    'grpc_tools.protoc',
    `--proto_path=${join(root, 'proto')}`,
    `--plugin=protoc-gen-ts_proto=${plugin}`,
    `--ts_proto_out=${typescriptOut}`,
    `--ts_proto_opt=${TS_PROTO_OPTIONS}`,
    `--python_out=${pythonOut}`,
    `--pyi_out=${pythonOut}`,
    `--grpc_python_out=${pythonOut}`,
    ...contract,
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);
if (protoc.error) fail(`cannot start ${python}: ${protoc.error.message}`);
if (protoc.status !== 0) fail(`protoc ended with exit code ${protoc.status}.`);
