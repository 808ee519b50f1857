import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts the worker module `name` beside the module at `importerUrl`. The compiled client has `.js`
 * workers. From the sources, a worker thread does not inherit the TypeScript loader of its parent on every
 * version of Node, so it registers one before it loads the module.
 */
export function startWorker(name: string, importerUrl: string, options: WorkerOptions): Worker {
  if (!importerUrl.endsWith('.ts'))
    return new Worker(new URL(`./${name}.js`, importerUrl), options);
  const source = `
    const load = require('node:module').createRequire('${importerUrl}');
    load('tsx/cjs/api').register();
    load('./${name}.ts');`;
  return new Worker(source, { ...options, eval: true });
}
