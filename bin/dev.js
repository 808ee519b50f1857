#!/usr/bin/env -S node --import tsx
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execute, Plugin, settings } from '@oclif/core';
import { listenEarly } from '../src/interruption.ts';

// Runs the commands from src/ without a build. The development mode of oclif cannot register tsx 4.23, so
// tsx is loaded by the first line and oclif is only told where the sources are.
// Not as early as bin/run.js does: here, a start is slow anyway.
listenEarly();
const root = fileURLToPath(new URL('..', import.meta.url));
const pjson = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
pjson.oclif.commands = './src/commands';
settings.enableAutoTranspile = false;

// Made here because oclif itself would take the build's list of commands, and with it the build.
const plugin = new Plugin({ isRoot: true, ignoreManifest: true, pjson, root });
await plugin.load();
await execute({ dir: import.meta.url, loadOptions: { root, pjson, plugins: [plugin] } });
