import { readFile } from 'node:fs/promises';
import { credentials, type ChannelCredentials } from '@grpc/grpc-js';
import { SetupError, TrainerUnavailableError, UsageError } from '../errors.js';
import { CONTRACT_REVISION } from './contract.js';
import { TrainerClient, type ServerInfo } from './client.js';
import { checkHealth } from './calls/health.js';

/** The first call also has to wait for the connection. */
const CONNECT_DEADLINE_MS = 15_000;

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

export interface ConnectOptions {
  /** Default is none. */
  token?: string | undefined;
  /** PEM file with the certificate authority that signed the trainer's certificate; default: the usual ones. */
  caFile?: string | undefined;
  explainLoss?: () => Promise<Error | undefined>;
}

/** Trainers say `tcp:host:port`; gRPC wants `host:port`. In `tcp:7077` the host has that name. */
function grpcTarget(address: string): string {
  return address.replace(/^tcp:(?=.+:)/, '');
}

/** Host of `host:port`; the port must be there. */
function hostOf(address: string): string {
  const match = /^(?<host>[^:[\]\s/]+|\[[0-9a-fA-F:]+\]):(?<port>\d{1,5})$/.exec(address);
  const port = Number(match?.groups?.port);
  if (match?.groups?.host === undefined || port < 1 || port > 65_535) {
    throw new UsageError(`--trainer "${address}" is not of the form host:port.`, {
      suggestions: ['Use e.g. --trainer gpu-machine:7077.'],
    });
  }
  return match.groups.host;
}

/**
 * A client of the trainer at `unix:/path`, `host:port` or `tcp:host:port`, as a trainer's ready line has it;
 * TLS unless the host is this machine.
 */
export async function connectTrainer(
  given: string,
  options: ConnectOptions = {},
): Promise<TrainerClient> {
  const { token, caFile, explainLoss } = options;
  const address = grpcTarget(given);
  const base = { address, token, ...(explainLoss === undefined ? {} : { explainLoss }) };
  const local = address.startsWith('unix:') || LOOPBACK.test(hostOf(address));
  if (local) {
    // A proxy for the outside world has no business between processes of one machine.
    const channelOptions = { 'grpc.enable_http_proxy': 0 };
    return new TrainerClient({
      ...base,
      credentials: credentials.createInsecure(),
      channelOptions,
    });
  }
  const keepalive = { 'grpc.keepalive_time_ms': 30_000, 'grpc.keepalive_timeout_ms': 15_000 };
  return new TrainerClient({
    ...base,
    credentials: await tlsCredentials(caFile),
    channelOptions: keepalive,
  });
}

async function tlsCredentials(caFile: string | undefined): Promise<ChannelCredentials> {
  if (caFile === undefined) return credentials.createSsl();
  try {
    return credentials.createSsl(await readFile(caFile));
  } catch (error) {
    throw new UsageError(`--trainer-ca: cannot use ${caFile}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/**
 * Checks that the trainer serves and speaks our revision of the contract.
 *
 * @throws SetupError saying which side is older
 * @throws TrainerUnavailableError when it does not answer or is shutting down
 */
export async function shakeHands(client: TrainerClient): Promise<ServerInfo> {
  if (!(await checkHealth(client, CONNECT_DEADLINE_MS))) {
    throw new TrainerUnavailableError(`The trainer at ${client.address} is shutting down.`);
  }
  const info = await client.getServerInfo();
  checkRevision(info.contractRevision, client.address);
  return info;
}

/** @throws SetupError when the trainer at `address` speaks another revision than we do */
export function checkRevision(theirs: number, address: string): void {
  if (theirs === CONTRACT_REVISION) return;
  const trainerIsOlder = theirs < CONTRACT_REVISION;
  throw new SetupError(
    `The trainer at ${address} speaks revision ${theirs} of the contract, this program revision ` +
      `${CONTRACT_REVISION}: ${trainerIsOlder ? 'the trainer' : 'this program'} is older.`,
    {
      code: 'CONTRACT_MISMATCH',
      suggestions: [
        trainerIsOlder
          ? 'Update the trainer: run `vasg setup --force` where it runs.'
          : 'Update this program to the version of the trainer.',
      ],
    },
  );
}
