#!/usr/bin/env node
import { listenEarly } from '../dist/interruption.js';

// Before everything else is loaded.
listenEarly();
const { execute } = await import('@oclif/core');
await execute({ dir: import.meta.url });
