import { serveJobs } from '../../kernels/serve-jobs.js';
import type { NearestMemory } from './nearest-memory.js';
import { Searcher, type SearchJob } from './searcher.js';

serveJobs((memory: NearestMemory, thread: number) => {
  const searcher = new Searcher(memory, thread);
  return (job: SearchJob) => searcher.run(job);
});
