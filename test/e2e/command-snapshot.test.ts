import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Config, type Command } from '@oclif/core';
import { expect } from 'chai';

const root = fileURLToPath(new URL('../..', import.meta.url));
const file = new URL('command-snapshot.json', import.meta.url);
const UPDATE = 'VASG_UPDATE_SNAPSHOT';

/**
 * Commands and flags are a public interface: scripts break when one is renamed or becomes required. A change
 * on purpose is recorded with `VASG_UPDATE_SNAPSHOT=1 npx mocha test/e2e/command-snapshot.test.ts`.
 */
describe('the commands and their flags', function () {
  this.timeout(30_000);

  it(`are those of the snapshot (set ${UPDATE}=1 to change it)`, async () => {
    const config = await Config.load(root);
    const own = config.commands.filter(({ pluginName }) => pluginName === 'vasg');
    const commands = await Promise.all(own.map(describeCommand));
    commands.sort((a, b) => (a.id < b.id ? -1 : 1));
    if (process.env[UPDATE] !== undefined) {
      writeFileSync(file, `${JSON.stringify(commands, null, 2)}\n`);
    }
    const snapshot: unknown = JSON.parse(readFileSync(file, 'utf8'));
    expect(JSON.parse(JSON.stringify(commands))).to.deep.equal(snapshot);
  });
});

async function describeCommand(command: Command.Loadable) {
  const { args, flags, baseFlags, enableJsonFlag } = await command.load();
  const all = Object.entries({ ...baseFlags, ...flags }).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    id: command.id.replaceAll(':', ' '),
    json: enableJsonFlag,
    args: Object.entries(args).map(([name, { required }]) => ({ name, required })),
    flags: all.map(([name, flag]) => ({
      name,
      type: flag.type,
      char: flag.char,
      required: flag.required === true ? true : undefined,
      default: typeof flag.default === 'function' ? 'computed' : (flag.default as unknown),
      env: flag.env,
      exclusive: flag.exclusive,
      dependsOn: flag.dependsOn,
      ...(flag.type === 'option'
        ? { options: flag.options, value: flag.helpValue }
        : { allowNo: flag.allowNo }),
    })),
  };
}
