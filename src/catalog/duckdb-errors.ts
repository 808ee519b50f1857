import {
  InputDataError,
  MissingArtifactError,
  RunCancelledError,
  StorageError,
  VasgError,
} from '../errors.js';

/** True for the failure to open a file that another process holds. */
export function isLockConflict(error: unknown): error is MissingArtifactError {
  return error instanceof MissingArtifactError && error.code === 'CATALOG_LOCKED';
}

/**
 * What DuckDB's message means for the user, as the right class; anything unknown passes through.
 * DuckDB gives no error codes, so the stable beginnings of its messages are matched.
 */
export function translateDuckDbError(error: unknown, path: string): unknown {
  if (error instanceof VasgError || !(error instanceof Error)) return error;
  const { message } = error;
  if (message.includes('Could not set lock on file')) return lockConflict(error, path);
  if (/INTERRUPT/i.test(message)) {
    return new RunCancelledError('Cancelled; nothing was changed.', { cause: error });
  }
  const lack = lackOfSpace(message);
  if (lack !== undefined) {
    return new StorageError(`Cannot write ${path}: ${lack}.`, {
      cause: error,
      suggestions: ['Free some space or choose another folder with --workspace.'],
    });
  }
  if (/Permission denied|Read-only file system|Cannot open file/i.test(message)) {
    return new StorageError(`Cannot open ${path}: ${afterColon(message)}.`, {
      cause: error,
      suggestions: ['Choose a folder that you may write to with --workspace.'],
    });
  }
  if (isDamaged(message, path)) {
    return new InputDataError(`Cannot open ${path}: ${afterColon(message)}.`, {
      code: 'CATALOG_DAMAGED',
      cause: error,
      suggestions: ['Move the file away and run `vasg data ingest` again.'],
    });
  }
  return error;
}

function lackOfSpace(message: string): string | undefined {
  if (/No space left on device|disk quota|max_temp_directory_size/i.test(message)) {
    return 'no space is left on the device';
  }
  return message.includes('File too large')
    ? 'the file would be larger than is allowed'
    : undefined;
}

/** The file at `path` is no database, was cut short or was made by something else. */
function isDamaged(message: string, path: string): boolean {
  if (message.includes('Could not read enough bytes')) return message.includes(path);
  // The last for a file of SQLite, which DuckDB would read with an extension.
  return /not a valid DuckDB database file|Corrupt database|newer version of DuckDB|sqlite_scanner/i.test(
    message,
  );
}

function lockConflict(error: Error, path: string): MissingArtifactError {
  const holder = /held in (.+?) \(PID (\d+)\)/.exec(error.message);
  const who = holder === null ? 'another program' : `${holder[1]} (process ${holder[2]})`;
  return new MissingArtifactError(`${path} is in use by ${who}.`, {
    code: 'CATALOG_LOCKED',
    cause: error,
    suggestions: ['Wait until it has finished, or close it, then try again.'],
  });
}

/** `IO Error: The file "x" exists, but ...!` without its class and final mark. */
function afterColon(message: string): string {
  const firstLine = message.split('\n', 1)[0] ?? message;
  return firstLine.replace(/^[\w ]*Error: /, '').replace(/[.!]$/, '');
}
