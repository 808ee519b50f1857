import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { expect } from 'chai';
import { VasgError } from '../../src/errors.js';
import { errorFromCall } from '../../src/trainer/errors.js';

function serviceError(code: status, reason?: string): ServiceError {
  const metadata = new Metadata();
  if (reason !== undefined) metadata.set('vasg-reason', reason);
  return Object.assign(new Error(`${code}`), { code, details: 'What happened.', metadata });
}

describe('errorFromCall', () => {
  const cases: [status, string | undefined, string][] = [
    [status.INVALID_ARGUMENT, 'WINDOW_SIZE_EVEN', 'UsageError'],
    [status.INVALID_ARGUMENT, 'WALKS_NODE_WRONG', 'InputDataError'],
    [status.DATA_LOSS, 'DATA_DAMAGED', 'InputDataError'],
    [status.FAILED_PRECONDITION, 'MISSING_ARTIFACT', 'MissingArtifactError'],
    [status.NOT_FOUND, 'SESSION_UNKNOWN', 'MissingArtifactError'],
    [status.UNIMPLEMENTED, undefined, 'SetupError'],
    [status.UNAUTHENTICATED, 'TOKEN_REFUSED', 'SetupError'],
    [status.UNAVAILABLE, undefined, 'TrainerUnavailableError'],
    [status.DEADLINE_EXCEEDED, undefined, 'TrainerUnavailableError'],
    [status.RESOURCE_EXHAUSTED, 'DEVICE_MEMORY', 'DeviceMemoryError'],
    [status.RESOURCE_EXHAUSTED, 'STORAGE', 'StorageError'],
    [status.RESOURCE_EXHAUSTED, undefined, 'SetupError'],
    [status.ABORTED, 'TRAINING_DIVERGED', 'TrainingDivergedError'],
    [status.CANCELLED, 'CANCELLED', 'RunCancelledError'],
    [status.CANCELLED, undefined, 'TrainerUnavailableError'],
    [status.INTERNAL, undefined, 'Error'],
    [status.UNKNOWN, undefined, 'Error'],
  ];
  for (const [code, reason, name] of cases) {
    it(`makes ${status[code]} with ${reason ?? 'no reason'} a ${name}`, () => {
      const error = errorFromCall(serviceError(code, reason), 'gpu:7077');
      expect(error.name).to.equal(name);
      expect(error.message).to.contain('What happened.');
      if (error instanceof VasgError && reason !== undefined) expect(error.code).to.equal(reason);
    });
  }

  it('passes other errors through', () => {
    const error = new RangeError('ours');
    expect(errorFromCall(error, 'gpu:7077')).to.equal(error);
  });
});
