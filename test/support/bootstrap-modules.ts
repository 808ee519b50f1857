/** The bootstrap is plain JavaScript, since it runs before anything is installed; this types it for tests. */
const modules = new URL('../../scripts/bootstrap/', import.meta.url);

interface LockModule {
  holdLock(
    onWait: (owner: string) => void,
    options: { folder: string; staleAfterMs?: number },
  ): Promise<() => void>;
}

interface NodeVersionModule {
  checkNodeVersion(version: string): void;
}

interface ReporterModule {
  createReporter(options: { quiet: boolean; stream?: NodeJS.WritableStream }): {
    begin(title: string): (state: string) => void;
  };
}

interface Step {
  name: string;
  inputs: string[];
  outputs: string[];
  ignore?: (file: string) => boolean;
}

interface StampsModule {
  hashInputs(step: Step): string;
}

interface StepsModule {
  steps: (Step & { title: string })[];
}

type BootstrapModules = LockModule &
  NodeVersionModule &
  ReporterModule &
  StampsModule &
  StepsModule;

export async function bootstrapModules(): Promise<BootstrapModules> {
  const loaded = {};
  for (const name of ['lock.mjs', 'node-version.mjs', 'reporter.mjs', 'stamps.mjs', 'steps.mjs']) {
    Object.assign(loaded, await import(new URL(name, modules).href));
  }
  return loaded as BootstrapModules;
}
