import { existsSync, mkdirSync, mkdtempSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execaNode } from 'execa';
import puppeteer, { type Browser } from 'puppeteer-core';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(import.meta.dirname, 'unpack-chromium.mjs');
/** Unpacked once; installing another version of the package removes it. */
const cache = join(root, 'node_modules', '.cache', 'chromium');
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** How to get a browser where the npm package brings none that runs. */
export const BROWSER_ADVICE =
  'no Chromium runs here: install one (Debian: apt-get install chromium) or name it with VASG_CHROMIUM';

/** A headless Chromium that reaches no network; why there is none, if there is none. */
export async function launchBrowser(): Promise<Browser | { failure: string }> {
  const failures: string[] = [];
  for (const find of [chosen, carried, ...INSTALLED.map((path) => () => path)]) {
    try {
      const executablePath = await find();
      if (executablePath === undefined || !existsSync(executablePath)) continue;
      return await launch(executablePath);
    } catch (error) {
      failures.push(String(error).split('\n')[0]!);
    }
  }
  return { failure: `${BROWSER_ADVICE}. ${failures.join('; ')}` };
}

const chosen = (): string | undefined => process.env.VASG_CHROMIUM;

/** That of the npm package, which is built for Linux on x64. */
async function carried(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  if (!existsSync(cache)) await unpack();
  return join(cache, 'chromium');
}

/** Under another name first: a killed test leaves no half of a browser. */
async function unpack(): Promise<void> {
  mkdirSync(dirname(cache), { recursive: true });
  const folder = mkdtempSync(`${cache}-`);
  // On the machines that it is made for, the package also unpacks the libraries that others install.
  await execaNode(program, {
    env: { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
  });
  renameSync(folder, cache);
}

function launch(executablePath: string): Promise<Browser> {
  const libraries = join(dirname(executablePath), 'al2023', 'lib');
  const path = [libraries, process.env.LD_LIBRARY_PATH].filter((each) => each !== undefined);
  return puppeteer.launch({
    executablePath,
    headless: 'shell',
    args: [
      '--no-sandbox',
      '--no-zygote',
      '--disable-gpu',
      '--disable-quic',
      '--font-render-hinting=none',
      '--host-resolver-rules=MAP * ~NOTFOUND',
    ],
    env: { ...process.env, LD_LIBRARY_PATH: path.join(':') },
  });
}
