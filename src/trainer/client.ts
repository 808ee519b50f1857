import { Metadata, type ChannelCredentials, type ServiceError } from '@grpc/grpc-js';
import {
  TrainerServiceClient,
  type CreateSessionRequest,
  type CreateSessionResponse,
  type GetServerInfoResponse,
} from '../generated/vasg/v1/trainer_service.js';
import { TOKEN_KEY } from './contract.js';
import { errorFromCall, isConnectionLoss, isServiceError } from './errors.js';

/** What the trainer says about itself. */
export type ServerInfo = GetServerInfoResponse;

const UNARY_DEADLINE_MS = 10_000;
/** The server may have to read a checkpoint and digest cached tensors. */
const SESSION_DEADLINE_MS = 60_000;

export interface TrainerClientOptions {
  /** gRPC target: `unix:/path` or `host:port`. */
  address: string;
  credentials: ChannelCredentials;
  /** Sent with each call. */
  token?: string | undefined;
  channelOptions?: Record<string, string | number>;
  /** Says why the connection was lost, if somebody knows better than the transport. */
  explainLoss?: () => Promise<Error | undefined>;
}

type UnaryCall<Request, Response> = (
  request: Request,
  metadata: Metadata,
  options: { deadline: number },
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown;

/** The trainer's calls as promises; streams have a file each beside this one. All errors are ours. */
export class TrainerClient {
  readonly address: string;
  /** For the streaming calls. */
  readonly service: TrainerServiceClient;
  private readonly explainLoss: () => Promise<Error | undefined>;

  constructor(private readonly options: TrainerClientOptions) {
    this.address = options.address;
    this.explainLoss = options.explainLoss ?? (() => Promise.resolve(undefined));
    this.service = new TrainerServiceClient(options.address, options.credentials, {
      'grpc.max_receive_message_length': 16 << 20,
      'grpc.max_send_message_length': 16 << 20,
      // Measured: doubles the speed of downloads.
      'grpc-node.flow_control_window': 8 << 20,
      // A message kept for a retry counts as written before the transport has it, and an upload uses memory again at
      // that word (`ChunkEncoder`), as walks may (`streamWalks`); that grpc-js copies messages before it keeps them is
      // nothing it promises. The price: no silent second try of a call that the server never looked at.
      'grpc.per_rpc_retry_buffer_size': 0,
      ...options.channelOptions,
    });
  }

  getServerInfo(deadlineMs = UNARY_DEADLINE_MS): Promise<ServerInfo> {
    return this.unary(this.service.getServerInfo.bind(this.service), {}, deadlineMs);
  }

  createSession(request: CreateSessionRequest): Promise<CreateSessionResponse> {
    const call = this.service.createSession.bind(this.service);
    return this.unary(call, request, SESSION_DEADLINE_MS);
  }

  /** Makes the running stage of a session stop after its step, whatever walks are on their way. */
  async stopTraining(sessionId: string): Promise<void> {
    const call = this.service.stopTraining.bind(this.service);
    await this.unary(call, { sessionId }, UNARY_DEADLINE_MS);
  }

  /** Forgets a session, its checkpoints included; an unknown one is no error. */
  async deleteSession(sessionId: string): Promise<void> {
    const call = this.service.deleteSession.bind(this.service);
    await this.unary(call, { sessionId }, UNARY_DEADLINE_MS);
  }

  /** Metadata that every call must carry. */
  metadata(): Metadata {
    const metadata = new Metadata();
    if (this.options.token !== undefined) metadata.set(TOKEN_KEY, this.options.token);
    return metadata;
  }

  /** Turns the failure of a call into an error of ours, with the trainer's last words if it died. */
  async explain(error: unknown): Promise<Error> {
    if (isServiceError(error) && isConnectionLoss(error)) {
      const explanation = await this.explainLoss();
      if (explanation !== undefined) return explanation;
    }
    return errorFromCall(error, this.address);
  }

  close(): void {
    this.service.close();
  }

  private async unary<Request, Response>(
    call: UnaryCall<Request, Response>,
    request: Request,
    deadlineMs: number,
  ): Promise<Response> {
    try {
      return await new Promise<Response>((resolve, reject) => {
        call(request, this.metadata(), { deadline: Date.now() + deadlineMs }, (error, response) => {
          if (error === null) resolve(response);
          else reject(error);
        });
      });
    } catch (error) {
      throw await this.explain(error);
    }
  }
}
