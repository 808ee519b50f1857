/**
 * Compiles benchmarks/ and runs it on dist/, which is what a user runs: a TypeScript loader would be measured along, in
 * every thread and process that a benchmark starts. Types are checked by the linter, not here.
 *
 *   node scripts/bench.mjs [argument of benchmarks/run.ts ...]
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { stampFolder } from './bootstrap/stamps.mjs';
import { root } from './bootstrap/root.mjs';

const target = join(stampFolder, 'bench');
/** Benchmarks, and what they make data with. */
const FOLDERS = ['benchmarks', join('test', 'support')];

const compilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
};

function compile(folder) {
  for (const name of readdirSync(join(root, folder), { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    const source = readFileSync(join(root, folder, name), 'utf8');
    const file = join(target, folder, name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, ts.transpileModule(source, { compilerOptions }).outputText);
  }
}

FOLDERS.forEach(compile);
// So that `../src/` of a benchmark is the build.
const sources = join(target, 'src');
rmSync(sources, { force: true });
symlinkSync(join(root, 'dist'), sources, 'junction');

await import(pathToFileURL(join(target, 'benchmarks', 'run.js')).href);
