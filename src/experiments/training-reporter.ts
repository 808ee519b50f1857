import type { Progress, ProgressBar, ProgressFields } from '../progress/progress.js';
import type { StageName, TrainerEvent } from '../trainer/events.js';
import type { TrainingLog } from './training-log.js';

const TITLES: Readonly<Record<StageName, string>> = {
  'skip-gram': 'Training skip-gram',
  encoder: 'Training encoder',
};

type ValueOf<Case extends TrainerEvent['$case']> = Extract<TrainerEvent, { $case: Case }>['value'];

/** Shows a training as it goes and writes its course to the run's log. */
export class TrainingReporter {
  private stage: StageName = 'skip-gram';
  private bar: ProgressBar | undefined;

  /** `expectedSteps` sizes the bar of a stage that does not say itself; early stopping may end it before. */
  constructor(
    private readonly progress: Progress,
    private readonly log: TrainingLog,
    private readonly expectedSteps: Readonly<Record<StageName, number>>,
  ) {}

  handle(event: TrainerEvent): void {
    if (event.$case === 'started') this.stage = event.value.stage;
    this.progress.event(event.$case, { stage: this.stage, ...event.value });
    switch (event.$case) {
      case 'started':
        this.started(event.value);
        break;
      case 'progress':
        this.log.add({ kind: 'progress', row: { stage: this.stage, ...event.value } });
        this.bar?.update(event.value.step, shownFields(event.value));
        break;
      case 'validation':
        this.log.add({ kind: 'progress', row: { stage: this.stage, ...event.value } });
        this.progress.log(validationLine(event.value));
        break;
      case 'warning':
        this.progress.warn(event.value.message);
        break;
      case 'completed':
        this.completed(event.value);
        break;
      case 'epochCompleted':
      case 'checkpointWritten':
        break;
    }
  }

  /** The training failed: the bar stays as it is. */
  abandon(): void {
    this.bar?.abandon();
  }

  private started({ stage, step, maxSteps }: ValueOf<'started'>): void {
    this.log.rewind(stage, step);
    const expected = maxSteps > 0 ? maxSteps : this.expectedSteps[stage];
    this.bar = this.progress.bar(TITLES[stage], expected, 'steps');
    if (step > 0) this.bar.update(step);
  }

  private completed(value: ValueOf<'completed'>): void {
    const { stage, reason, step, bestStep, bestScore, wallSeconds } = value;
    this.log.add({
      kind: 'completed',
      stage: {
        stage,
        stopReason: reason,
        steps: step,
        bestStep,
        bestScore: bestScore ?? null,
        wallSeconds,
      },
    });
    this.bar?.update(step);
    this.bar?.finish({
      stopped: reason.replaceAll('-', ' '),
      bestStep,
      ...(bestScore === undefined ? {} : { validationScore: bestScore }),
    });
  }
}

function shownFields(value: ValueOf<'progress'>): ProgressFields {
  const taskWeights =
    value.logVarianceSkipGram === undefined || value.logVarianceReconstruction === undefined
      ? undefined
      : [value.logVarianceSkipGram, value.logVarianceReconstruction]
          // Kendall et al.: a task weighs 1/2 exp(-log variance).
          .map((logVariance) => (0.5 * Math.exp(-logVariance)).toFixed(2))
          .join('/');
  return {
    epoch: value.epoch,
    'pairs/s': Math.round(value.pairsPerSecond),
    skipGramLoss: value.skipGramLoss,
    reconstructionLoss: value.reconstructionLoss,
    cosineLoss: value.cosineLoss,
    taskWeights,
    temperature: value.temperature,
  };
}

function validationLine(value: ValueOf<'validation'>): string {
  const auc = (name: string, value: number | undefined): string[] =>
    value === undefined ? [] : [`${name} AUC ${value.toFixed(4)}`];
  const parts = [...auc('warm', value.aucWarm), ...auc('cold', value.aucCold)];
  const best = value.isBest ? ', best so far' : '';
  return (
    `  validation at step ${value.step}: ${parts.join(', ')}${best} ` +
    `(mean cosine ${value.meanCosine.toFixed(2)}, effective rank ${value.effectiveRank.toFixed(1)})`
  );
}
