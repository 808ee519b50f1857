import path from 'node:path';
import { withClaim } from '../../catalog/claim.js';
import { MissingArtifactError } from '../../errors.js';

/** An experiment of a workspace, by its name in the catalog. */
export interface NamedExperiment {
  workspace: string;
  experiment: string;
}

/**
 * Does the whole work of an experiment unless another process is at it: two would do the same steps, and meet only when
 * both want a trainer. Throws MissingArtifactError (`STATE_IN_USE`) before anything is done.
 */
export function claimExperiment<T>(
  { workspace, experiment }: NamedExperiment,
  work: () => Promise<T>,
): Promise<T> {
  const file = path.resolve(workspace, 'experiments', `${experiment}.lock`);
  const inUse = (holder: Error): MissingArtifactError =>
    new MissingArtifactError(`"${experiment}" is being worked on already: ${holder.message}`, {
      code: 'STATE_IN_USE',
      cause: holder,
      suggestions: ['Wait until that has finished, or use another workspace with --workspace.'],
    });
  return withClaim(file, inUse, work);
}
