/** Projects the vectors of one file into another through pythonia; run by `project.ts`. */
import { answerWithPython, type Python } from './pythonia-program.js';

/** What the program is told. */
export type ProjectInput = Readonly<{
  source: string;
  target: string;
  method: string;
  perplexity: number;
  seed: number;
}>;

interface Projection {
  project_file(...args: (string | number)[]): Promise<null>;
}

async function project(python: Python): Promise<true> {
  const input = JSON.parse(process.argv[2] ?? '') as ProjectInput;
  const projection = (await python('vasg.figures.projection')) as Projection;
  const { source, target, method, perplexity, seed } = input;
  await projection.project_file(source, target, method, perplexity, seed);
  return true;
}

await answerWithPython(project);
