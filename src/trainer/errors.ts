/**
 * The one place that looks at gRPC status numbers. The server raises mirrors of our error classes; their
 * stable name travels in the `vasg-reason` trailer and becomes `code`.
 */
import { status, type ServiceError } from '@grpc/grpc-js';
import {
  DeviceMemoryError,
  InputDataError,
  MissingArtifactError,
  RunCancelledError,
  SetupError,
  StorageError,
  TrainerUnavailableError,
  TrainingDivergedError,
  UsageError,
  type VasgError,
  type VasgErrorOptions,
} from '../errors.js';

type ErrorClass = new (message: string, options: VasgErrorOptions) => VasgError;

const CLASS_OF_STATUS: Readonly<Partial<Record<status, ErrorClass>>> = {
  [status.INVALID_ARGUMENT]: UsageError,
  [status.DATA_LOSS]: InputDataError,
  [status.FAILED_PRECONDITION]: MissingArtifactError,
  [status.NOT_FOUND]: MissingArtifactError,
  [status.UNIMPLEMENTED]: SetupError,
  [status.UNAUTHENTICATED]: SetupError,
  [status.UNAVAILABLE]: TrainerUnavailableError,
  [status.DEADLINE_EXCEEDED]: TrainerUnavailableError,
  [status.RESOURCE_EXHAUSTED]: DeviceMemoryError,
  [status.ABORTED]: TrainingDivergedError,
  [status.CANCELLED]: RunCancelledError,
};

/** INVALID_ARGUMENT is a wrong flag or a wrong tensor; the name tells which. */
const DATA_REASON =
  /^(INPUT_DATA|FEATURES|TRAIN_OFFSETS|TRAIN_PRODUCTS|VALIDATION|WALKS|SAMPLE|TENSOR|UPLOAD)/;

const TOKEN_ADVICE = 'Set VASG_TRAINER_TOKEN to the token that the trainer was started with.';
const CERTIFICATE_ADVICE =
  "Name the authority that signed the trainer's certificate with --trainer-ca.";

const ADDRESS_ADVICE =
  'Check that the trainer is running and that --trainer names its host and port.';

/** What to do about some of the trainer's own refusals. */
const ADVICE_OF_REASON: Readonly<Record<string, string>> = {
  FEATURES_ZERO:
    'Check the features that the data set was made of, and ingest it again with --replace.',
};

function adviceFor({ code, details }: ServiceError, reason: string | undefined): string[] {
  const known = ADVICE_OF_REASON[reason ?? ''];
  if (known !== undefined) return [known];
  if (code === status.UNAUTHENTICATED) return [TOKEN_ADVICE];
  if (code !== status.UNAVAILABLE) return [];
  return [/certificate/i.test(details) ? CERTIFICATE_ADVICE : ADDRESS_ADVICE];
}

export function isServiceError(error: unknown): error is ServiceError {
  return (
    error instanceof Error &&
    'metadata' in error &&
    typeof (error as ServiceError).code === 'number'
  );
}

function reasonOf(error: ServiceError): string | undefined {
  const [reason] = error.metadata.get('vasg-reason');
  return typeof reason === 'string' ? reason : undefined;
}

function classOf(error: ServiceError, reason: string | undefined): ErrorClass | undefined {
  if (reason === 'STORAGE') return StorageError;
  if (error.code === status.INVALID_ARGUMENT && DATA_REASON.test(reason ?? ''))
    return InputDataError;
  // Without a reason it is the transport that speaks: a message over the limit, not a full device.
  if (error.code === status.RESOURCE_EXHAUSTED && reason === undefined) return SetupError;
  // Our own cancellations never get here, so somebody else's means that the server went away.
  if (error.code === status.CANCELLED && reason === undefined) return TrainerUnavailableError;
  return CLASS_OF_STATUS[error.code];
}

/** Whether the connection or the server is gone, as opposed to a server that answers with an error. */
export function isConnectionLoss(error: ServiceError): boolean {
  const { code } = error;
  if (reasonOf(error) !== undefined) return false;
  return code === status.UNAVAILABLE || code === status.INTERNAL || code === status.CANCELLED;
}

/**
 * The error of ours that a failed call stands for. What no class covers is a bug of the trainer and
 * becomes a plain `Error`.
 *
 * @param address names the trainer in messages about the connection
 */
export function errorFromCall(error: unknown, address: string): Error {
  if (!isServiceError(error)) return error instanceof Error ? error : new Error(String(error));
  const reason = reasonOf(error);
  const ErrorOfStatus = classOf(error, reason);
  if (ErrorOfStatus === undefined) {
    return new Error(`The trainer failed: ${error.details}`, { cause: error });
  }
  const message = reason === undefined ? `Trainer at ${address}: ${error.details}` : error.details;
  const advice = adviceFor(error, reason);
  return new ErrorOfStatus(message, {
    cause: error,
    ...(reason === undefined ? {} : { code: reason }),
    ...(advice.length === 0 ? {} : { suggestions: advice }),
  });
}
