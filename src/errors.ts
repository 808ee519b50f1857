/**
 * Every failure that a user can cause or mend. One class per documented exit code; the message names
 * the file, line or flag, `suggestions` says what to do next. Anything that is not a `VasgError` is a
 * bug of ours and exits with 1.
 */

export interface VasgErrorOptions {
  /** Stable machine-readable name, upper snake case, e.g. `FEATURES_TRUNCATED`. */
  code?: string;
  /** What the user can do about it, one short imperative sentence each. */
  suggestions?: string[];
  /** The failure underneath. */
  cause?: unknown;
}

/** Base of all expected failures. */
export abstract class VasgError extends Error {
  readonly code: string;
  readonly suggestions: string[];
  /**
   * oclif reads `oclif.exit` when it prints for people and `exitCode` under `--json`; both are set so
   * that the two modes agree.
   */
  readonly exitCode: number;
  readonly oclif: { exit: number };

  protected constructor(
    message: string,
    exitCode: number,
    defaultCode: string,
    options: VasgErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code ?? defaultCode;
    this.suggestions = options.suggestions ?? [];
    this.exitCode = exitCode;
    this.oclif = { exit: exitCode };
  }

  toJSON(): Record<string, unknown> {
    const { name, code, message, suggestions, exitCode } = this;
    return { name, code, message, suggestions, exitCode };
  }
}

/** A flag or argument has a value that cannot work, alone or together with another (exit 2). */
export class UsageError extends VasgError {
  constructor(message: string, options?: VasgErrorOptions) {
    super(message, 2, 'USAGE', options);
  }
}

/** A file that the user gave is malformed, truncated or inconsistent with another (exit 3). */
export class InputDataError extends VasgError {
  constructor(message: string, options?: VasgErrorOptions) {
    super(message, 3, 'INPUT_DATA', options);
  }
}

/** The workspace lacks something that an earlier command makes, or holds it in another state (exit 4). */
export class MissingArtifactError extends VasgError {
  constructor(message: string, options?: VasgErrorOptions) {
    super(message, 4, 'MISSING_ARTIFACT', options);
  }
}

/** Python, PyTorch, CUDA or the trainer package is missing or does not fit this version (exit 5). */
export class SetupError extends VasgError {
  constructor(message: string, options?: VasgErrorOptions) {
    super(message, 5, 'SETUP', {
      suggestions: ['Run `vasg doctor` to see what is missing and how to mend it.'],
      ...options,
    });
  }
}

/** The trainer process died, never answered, or cannot be reached (exit 6). */
export class TrainerUnavailableError extends VasgError {
  constructor(message: string, options?: VasgErrorOptions) {
    super(message, 6, 'TRAINER_UNAVAILABLE', options);
  }
}

/** The training device ran out of memory (exit 7). */
export class DeviceMemoryError extends VasgError {
  constructor(message: string, options?: VasgErrorOptions) {
    super(message, 7, 'DEVICE_MEMORY', {
      suggestions: ['Use a smaller --batch-size or --embedding-dim.'],
      ...options,
    });
  }
}

/** The loss became NaN or infinite (exit 8). */
export class TrainingDivergedError extends VasgError {
  constructor(message: string, options?: VasgErrorOptions) {
    super(message, 8, 'TRAINING_DIVERGED', {
      suggestions: ['Use a smaller --table-learning-rate or --network-learning-rate.'],
      ...options,
    });
  }
}

/** The disk is full, read-only, or a path cannot be written (exit 9). */
export class StorageError extends VasgError {
  constructor(message: string, options?: VasgErrorOptions) {
    super(message, 9, 'STORAGE', options);
  }
}

/** The user interrupted the command; whatever could be saved was saved (exit 130). */
export class RunCancelledError extends VasgError {
  constructor(message: string, options?: VasgErrorOptions) {
    super(message, 130, 'CANCELLED', options);
  }
}

const STORAGE_REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ELOOP: 'too many symbolic links',
  ENOTDIR: 'a part of its path is not a folder',
  ENOENT: 'its folder does not exist',
  ENAMETOOLONG: 'its name is too long',
  EIO: 'the device reports an error',
  EFBIG: 'the file would be larger than is allowed',
  EEXIST: 'something else has its name',
  EISDIR: 'it is a folder',
};

/**
 * Turns a Node file-system failure while writing `path` into a `StorageError` that gives `suggestion`;
 * others pass through.
 */
export function asStorageError(
  error: unknown,
  path: string,
  suggestion = 'Free some space, or choose a folder that can be written.',
): unknown {
  const reason = STORAGE_REASONS[(error as NodeJS.ErrnoException | undefined)?.code ?? ''];
  if (reason === undefined) return error;
  return new StorageError(`Cannot write ${path}: ${reason}.`, {
    cause: error,
    suggestions: [suggestion],
  });
}
