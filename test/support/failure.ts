import { expect } from 'chai';
import { describeResult, type CliResult } from './cli.js';

/** An error as `--json` prints it. */
export interface JsonError {
  name: string;
  code: string;
  message: string;
  suggestions: string[];
  exitCode: number;
}

/** The error of a command under `--json`, which must have ended with `exit` and no stack trace. */
export function failure(result: CliResult, exit: number): JsonError {
  expect(result.code, describeResult(result)).to.equal(exit);
  const { error } = JSON.parse(result.stdout) as { error: JsonError };
  expect(error.exitCode).to.equal(exit);
  expect(error.message).to.be.a('string').and.not.equal('');
  expect(error.suggestions).to.be.an('array');
  expect(result.stderr).not.to.match(/^\s+at /m);
  return error;
}
