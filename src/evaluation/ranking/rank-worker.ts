import { serveJobs } from '../../kernels/serve-jobs.js';
import { Ranker, type RankJob } from './ranker.js';
import type { RankingMemory } from './ranking-memory.js';

serveJobs((memory: RankingMemory, thread: number) => {
  const ranker = new Ranker(memory, thread);
  return (job: RankJob) => ranker.run(job);
});
