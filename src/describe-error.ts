import { stripVTControlCharacters } from 'node:util';
import { VasgError } from './errors.js';

/** What oclif adds to its own errors: those of flags and arguments carry an exit code of 2. */
interface OclifError extends Error {
  oclif?: { exit?: number };
  code?: string;
  suggestions?: string[];
}

/**
 * Any failure as a program sees it under `--json`: name, code, message, suggestions and exitCode, and
 * nothing else. oclif's own errors hold the whole command.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (error instanceof VasgError) return error.toJSON();
  const { name, message, code, suggestions, oclif }: OclifError =
    error instanceof Error ? error : new Error(String(error));
  const exitCode = oclif?.exit ?? 1;
  return {
    name,
    code: exitCode === 2 ? 'USAGE' : (code ?? 'INTERNAL'),
    message: stripVTControlCharacters(message),
    suggestions: suggestions ?? [],
    exitCode,
  };
}
