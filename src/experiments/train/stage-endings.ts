import type { StageSummary, StopReasonName } from '../../trainer/events.js';

/** How a stage ended, after the word "stopped". */
export const ENDINGS: Readonly<Record<StopReasonName, string>> = {
  'end-of-data': 'after all epochs',
  'max-steps': 'at the limit',
  'early-stopping': 'early',
  cancelled: 'on request',
  unknown: 'for an unknown reason',
};

/** Why a stage ended and which of its steps is kept, as a line for people. */
export function stageOutcome({
  stage,
  stopReason,
  steps,
  bestStep,
  bestScore,
}: StageSummary): string {
  const why =
    stopReason === 'early-stopping'
      ? 'early, as the validation part got no better'
      : ENDINGS[stopReason];
  const kept =
    bestScore === null
      ? 'the last is kept'
      : `best on the validation part, and kept, is step ${count(bestStep)} (score ${bestScore.toFixed(4)})`;
  return `${stage}: stopped ${why}, at step ${count(steps)}; ${kept}.`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
