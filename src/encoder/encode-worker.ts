import { serveJobs } from '../kernels/serve-jobs.js';
import type { EncoderMemory } from './encoder-memory.js';
import { RowEncoder, type EncodeJob } from './row-encoder.js';

serveJobs((memory: EncoderMemory, thread: number) => {
  const encoder = new RowEncoder(memory, thread);
  return (job: EncodeJob) => encoder.encode(job);
});
