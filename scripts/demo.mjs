// The whole main path on a synthetic shop: raw files in, recommendations for products that nobody has
// bought yet out. Each step is a command that can be typed by hand.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(fileURLToPath(import.meta.url), '../..');
const workspace = path.join('data', 'demo');
const raw = path.join(workspace, 'raw');
const started = Date.now();

/** Runs `vasg` with `args`; shows what it prints, or returns its stdout when `capture` is set. */
function vasg(args, { capture = false } = {}) {
  if (!capture) console.log(`\n$ vasg ${args.map(quote).join(' ')}`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['bin/run.js', ...args], {
      cwd: root,
      env: { ...process.env, VASG_WORKSPACE: workspace },
      stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'],
    });
    let text = '';
    child.stdout?.on('data', (chunk) => (text += chunk));
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (status === 0) resolve(text);
      else reject(new Error(`vasg ${args[0]} ended with ${signal ?? `exit code ${status}`}.`));
    });
  });
}

const quote = (word) => (/^[\w./=,:-]+$/.test(word) ? word : `"${word}"`);
const sql = async (query) =>
  JSON.parse(await vasg(['query', query, '--format', 'json'], { capture: true }));

async function main() {
  if (existsSync(path.join(root, workspace)))
    await rm(path.join(root, workspace), { recursive: true });
  console.log(`$ export VASG_WORKSPACE=${workspace}`);
  await vasg(['data', 'synth', 'small', '--out', raw, '--seed', '1']);
  await vasg([
    ...['data', 'ingest', '--dataset', 'shop', '--ratings-format', 'amazon-2014'],
    ...[
      '--ratings',
      path.join(raw, 'ratings.csv'),
      '--features',
      path.join(raw, 'image_features.b'),
      '--images',
      path.join(raw, 'images'),
    ],
  ]);
  await vasg(['data', 'split', '--dataset', 'shop', '--seed', '1']);
  await vasg(['train', '--dataset', 'shop', '--preset', 'default', '--seed', '1']);
  await vasg(['evaluate', 'ranking', '--run', 'latest', '--baselines', 'all']);
  const [{ user_id: user }] = await sql(
    "SELECT user_id FROM users WHERE dataset = 'shop' ORDER BY user_index LIMIT 1",
  );
  await vasg(['recommend', '--run', 'latest', '--user', user, '--top', '5', '--part', 'cold']);
  await vasg([
    'query',
    'SELECT model, part, candidates, round(auc, 4) AS auc FROM metrics ORDER BY part DESC, candidates, auc DESC',
  ]);
  await summarize();
}

/** Says whether the model beats random order and plain image similarity, warm and cold. */
async function summarize() {
  const rows = await sql('SELECT model, part, auc FROM metrics WHERE part = candidates');
  const auc = (model, part) => rows.find((row) => row.model === model && row.part === part).auc;
  const minutes = ((Date.now() - started) / 60_000).toFixed(1);
  console.log(
    `\nDone in ${minutes} minutes. Chance that a purchase left out of training is ranked above another product of its kind (AUC):\n`,
  );
  const line = (title, cells) =>
    console.log(`  ${title.padEnd(40)}${cells[0].padStart(16)}${cells[1].padStart(25)}`);
  line('', ['sold in training', 'never sold in training']);
  for (const [model, title] of [
    ['RAND', 'random order'],
    ['popularity', 'most sold first'],
    ['WBOI', 'plain image similarity'],
    ['VASG', 'VASG'],
  ]) {
    // Among products that were never sold, popularity knows no order.
    const cold = model === 'popularity' ? '-' : auc(model, 'cold').toFixed(3);
    line(title, [auc(model, 'warm').toFixed(3), cold]);
  }
  console.log(
    `\nThe workspace is ${workspace}: ask it anything, e.g. npx vasg query --list -w ${workspace}
A page with every table and figure, after some more minutes of training: npx vasg reproduce --quick --dataset shop -w ${workspace}`,
  );
  const wins = ['warm', 'cold'].every(
    (part) => auc('VASG', part) > Math.max(auc('RAND', part), auc('WBOI', part)),
  );
  if (!wins) throw new Error('VASG does not beat RAND and WBOI on both parts.');
}

try {
  await main();
} catch (error) {
  console.error(`\nThe demo failed: ${error.message}`);
  process.exitCode = 1;
}
