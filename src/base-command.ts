import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Command, Errors, Flags, ux, type Interfaces } from '@oclif/core';
import { UsageError, VasgError, asStorageError } from './errors.js';
import { takeInterruption } from './interruption.js';
import { JsonProgress } from './progress/json.js';
import { PlainProgress } from './progress/plain.js';
import { TerminalProgress } from './progress/terminal.js';
import type { Progress } from './progress/progress.js';

export type CommandFlags<T extends typeof Command> = Interfaces.InferredFlags<
  (typeof BaseCommand)['baseFlags'] & T['flags']
>;
export type CommandArgs<T extends typeof Command> = Interfaces.InferredArgs<T['args']>;

/**
 * What all commands share: `--json`, `--workspace`, progress on stderr, Ctrl-C as an `AbortSignal`, and
 * the mapping of errors to exit codes.
 */
export abstract class BaseCommand<T extends typeof Command> extends Command {
  static override enableJsonFlag = true;

  static override baseFlags = {
    workspace: Flags.directory({
      char: 'w',
      summary: 'Folder that holds the catalog, the features and the runs.',
      helpValue: 'DIR',
      helpGroup: 'GLOBAL',
      env: 'VASG_WORKSPACE',
      default: 'data',
      defaultHelp: async () => './data',
    }),
  };

  protected flags!: CommandFlags<T>;
  protected args!: CommandArgs<T>;
  /** Absolute path of the workspace folder; it may not exist yet. */
  protected workspace!: string;
  /** Tells people or programs how the work goes; writes to stderr. */
  protected progress!: Progress;
  /** Aborts when the user presses Ctrl-C; a second Ctrl-C kills the process. */
  protected get signal(): AbortSignal {
    return this.interruption.signal;
  }

  private readonly interruption = takeInterruption();

  override async init(): Promise<void> {
    this.interruption.listen();
    await super.init();
    surviveClosedPipes();
    const { args, flags } = await this.parse({
      flags: this.ctor.flags,
      baseFlags: (super.ctor as typeof BaseCommand).baseFlags,
      enableJsonFlag: this.ctor.enableJsonFlag,
      args: this.ctor.args,
      strict: this.ctor.strict,
    });
    this.flags = flags as CommandFlags<T>;
    this.args = args as CommandArgs<T>;
    this.workspace = path.resolve(this.flags.workspace);
    this.progress = createProgress(this.jsonEnabled());
    refuseEmptyFlags(this.flags);
    refuseUnclearSwitches({ ...this.ctor.baseFlags, ...this.ctor.flags });
    this.signal.throwIfAborted();
  }

  protected override async catch(error: Error & { oclif?: { exit?: number } }): Promise<void> {
    // Under --json oclif looks at `exitCode` alone and would exit 1 for parse errors, which carry only
    // `oclif.exit`.
    process.exitCode = error.oclif?.exit ?? 1;
    await super.catch(error);
  }

  protected override async finally(error: Error | undefined): Promise<void> {
    this.interruption.stopListening();
    await super.finally(error);
  }

  /** Without colours: oclif looks for where they go in a time that is quadratic in the length, even if none are wanted. */
  override logJson(json: unknown): void {
    ux.stdout(JSON.stringify(json, null, 2));
  }

  protected override toErrorJson(error: unknown): unknown {
    if (error instanceof VasgError) return { error: withoutAdvice(error).toJSON() };
    if (error instanceof Errors.CLIError) {
      const message = stripVTControlCharacters(error.message);
      return { error: withoutAdvice(new UsageError(message)).toJSON() };
    }
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { error: { name, code: 'INTERNAL', message, suggestions: [], exitCode: 1 } };
  }
}

const CLEAR = /^(1|true|yes|y|0|false|no|n)$/i;

/** Environment variables of switches, which oclif takes for off whatever else they say. */
function refuseUnclearSwitches(flags: Readonly<Record<string, Interfaces.Flag<unknown>>>): void {
  for (const { type, env } of Object.values(flags)) {
    const value = env === undefined || type !== 'boolean' ? undefined : process.env[env];
    if (value === undefined || CLEAR.test(value)) continue;
    throw new UsageError(`${env} is "${value}"; it can be true or false.`);
  }
}

/** Mostly a variable of a script that is not set; as a path, it would be the current folder. */
function refuseEmptyFlags(flags: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(flags)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (values.includes('')) throw new UsageError(`--${name} is empty.`);
  }
}

const HELP_ADVICE = '\nSee more help with --help';

/** What oclif appends to the message of a parse error is a suggestion. */
function withoutAdvice(error: VasgError): VasgError {
  if (!error.message.endsWith(HELP_ADVICE)) return error;
  error.message = error.message.slice(0, -HELP_ADVICE.length).replace(/ \n\t/, ': ');
  error.suggestions.push('See the flags with --help.');
  return error;
}

function createProgress(json: boolean): Progress {
  const writeLine = (line: string): void => void process.stderr.write(`${line}\n`);
  if (json) return new JsonProgress(writeLine);
  const interactive = process.stderr.isTTY && process.env.CI === undefined;
  return interactive ? new TerminalProgress(process.stderr) : new PlainProgress(writeLine);
}

/**
 * `vasg ... | head` is no error: the reader has seen enough. Nor does a reader of the progress that goes
 * away end the work.
 */
function surviveClosedPipes(): void {
  if (process.stdout.listeners('error').includes(onStdoutError)) return;
  // Before oclif's own listener, which throws.
  process.stdout.prependListener('error', onStdoutError);
  process.stderr.on('error', () => undefined);
}

/* eslint-disable no-restricted-properties -- an error in an event has no caller to catch it */
function onStdoutError(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0);
  const failure = asStorageError(error, 'the result to stdout');
  if (!(failure instanceof VasgError)) throw error;
  process.stderr.write(`${failure.name}: ${failure.message}\n`);
  process.exit(failure.exitCode);
}
