import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';

interface LivingProcess {
  pid: number;
  group: number;
  command: string;
}

/** Needs `ps`, so not on Windows. */
function livingProcesses(): LivingProcess[] {
  const list = execFileSync('ps', ['-axo', 'pid=,pgid=,stat=,args='], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return list.split('\n').flatMap((line) => {
    const [, pid, group, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    // A zombie that nobody has waited for is dead.
    if (pid === undefined || state!.startsWith('Z')) return [];
    return [{ pid: Number(pid), group: Number(group), command: command! }];
  });
}

/** Ids of the living trainers whose state is below `workspace`. */
export function trainersOf(workspace: string): number[] {
  return livingProcesses().flatMap(({ pid, command }) =>
    command.includes('vasg.trainer') && command.includes(workspace) ? [pid] : [],
  );
}

/** Command lines of the living processes of a group: of a command and its children, trainers excepted. */
export function commandsOfGroup(group: number): string[] {
  return livingProcesses().flatMap((each) => (each.group === group ? [each.command] : []));
}

/** A trainer ends by itself soon after its command is gone. */
export async function expectNoTrainer(workspace: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (trainersOf(workspace).length > 0 && Date.now() < deadline) await sleep(100);
  expect(trainersOf(workspace), 'trainers still alive').to.deep.equal([]);
}
