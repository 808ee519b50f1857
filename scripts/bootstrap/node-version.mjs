import { StepFailure } from './run-command.mjs';

const MINIMUM = [20, 19];

/** Fails with what to install when the running Node is older than `engines` in package.json asks for. */
export function checkNodeVersion(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return;
  throw new StepFailure(
    `Node ${version} is too old: version ${MINIMUM.join('.')} or newer is needed.\n` +
      'Install a current long-term support release of Node and run this again.',
  );
}
