/**
 * Two bootstraps of one checkout at once (say, two test runs) would break each other's packages, so the
 * second waits. The lock is a file that its owner touches every few seconds; a lock whose owner is gone,
 * or that nobody has touched while we watched, is stale and is taken over.
 */
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stampFolder } from './stamps.mjs';

const POLL_MS = 300;
const TOUCH_MS = 5_000;
const STALE_AFTER_MS = 60_000;

/** Creates the lock with its content in one atomic step; false when it is already there. */
function tryCreate(path, owner) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, owner);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function observe(path) {
  try {
    return { owner: readFileSync(path, 'utf8'), touchedAt: statSync(path).mtimeMs };
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Process ids only mean something on the machine (or in the container) that gave them. */
function ownerIsGone(owner) {
  const [pid, host] = owner.split(' ');
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Moves a stale lock aside; if another waiter was faster and the lock is a new one, puts it back. */
function removeStale(path, staleOwner) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== staleOwner) linkSync(aside, path);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * Waits until the lock is ours and returns the function that gives it back.
 *
 * @param onWait told once who holds the lock, when it is not free at once
 */
export async function holdLock(
  onWait,
  { folder = stampFolder, staleAfterMs = STALE_AFTER_MS } = {},
) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'lock');
  const self = `${process.pid} ${hostname()} ${Date.now()}`;
  let told = false;
  let unchangedSince = Date.now();
  let lastTouch;
  while (!tryCreate(path, self)) {
    const seen = observe(path);
    if (seen === undefined) continue;
    if (!told) onWait(`process ${seen.owner.split(' ').slice(0, 2).join(' on ')}`);
    told = true;
    if (seen.touchedAt !== lastTouch) [lastTouch, unchangedSince] = [seen.touchedAt, Date.now()];
    if (ownerIsGone(seen.owner) || Date.now() - unchangedSince > staleAfterMs)
      removeStale(path, seen.owner);
    else await sleep(POLL_MS);
  }
  return keepAlive(path, self);
}

function keepAlive(path, self) {
  const timer = setInterval(() => utimesSync(path, new Date(), new Date()), TOUCH_MS);
  timer.unref();
  return function release() {
    clearInterval(timer);
    if (observe(path)?.owner === self) rmSync(path, { force: true });
  };
}
