import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';

/** Ids of the living trainers whose state is below `workspace`. Needs `ps`, so not on Windows. */
export function trainersOf(workspace: string): number[] {
  const list = execFileSync('ps', ['-axo', 'pid=,stat=,args='], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return list.split('\n').flatMap((line) => {
    const [, pid, state, command] = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    const isOurs = command?.includes('vasg.trainer') === true && command.includes(workspace);
    // A zombie that nobody has waited for is dead.
    return isOurs && !state!.startsWith('Z') ? [Number(pid)] : [];
  });
}

/** A trainer ends by itself soon after its command is gone. */
export async function expectNoTrainer(workspace: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (trainersOf(workspace).length > 0 && Date.now() < deadline) await sleep(100);
  expect(trainersOf(workspace), 'trainers still alive').to.deep.equal([]);
}
