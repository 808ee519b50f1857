import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { TrainerClient } from '../client.js';

/** grpc.health.v1.HealthCheckResponse.ServingStatus */
const SERVING = 1;
const STATUS_FIELD_TAG = 8;

/** The empty request asks about the server as a whole. */
const EMPTY_REQUEST = Buffer.alloc(0);

function readStatus(response: Buffer): number {
  const reader = new BinaryReader(response);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === STATUS_FIELD_TAG) return reader.int32();
    reader.skip(tag & 7);
  }
  return 0;
}

/** Asks the standard health service whether the server takes calls, waiting for the connection. */
export async function checkHealth(client: TrainerClient, deadlineMs: number): Promise<boolean> {
  try {
    const status = await new Promise<number>((resolve, reject) => {
      client.service.makeUnaryRequest(
        '/grpc.health.v1.Health/Check',
        () => EMPTY_REQUEST,
        readStatus,
        null,
        client.metadata(),
        { deadline: Date.now() + deadlineMs },
        (error, value) => {
          if (error === null) resolve(value ?? 0);
          else reject(error);
        },
      );
    });
    return status === SERVING;
  } catch (error) {
    throw await client.explain(error);
  }
}
