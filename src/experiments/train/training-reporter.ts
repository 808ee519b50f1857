import type { TrainingProgressRow } from '../../catalog/training-progress.js';
import type { ProgressFields } from '../../progress/fields.js';
import type { Progress, ProgressBar } from '../../progress/progress.js';
import { stageSummary, type TrainerEvent } from '../../trainer/events.js';
import type { StageName } from '../../trainer/stages.js';
import { ENDINGS } from './stage-endings.js';
import type { TrainingLog } from './training-log.js';

const TITLES: Readonly<Record<StageName, string>> = {
  autoencoder: 'Training autoencoder',
  'skip-gram': 'Training skip-gram',
  encoder: 'Training encoder',
  ranking: 'Training factors',
  mapping: 'Mapping features to factors',
  metric: 'Training metric',
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
    private readonly expectedSteps: Readonly<Partial<Record<StageName, number>>>,
  ) {}

  handle(event: TrainerEvent): void {
    if (event.$case === 'started') {
      this.started(event.value);
      return;
    }
    this.progress.event(event.$case, { stage: this.stage, ...event.value });
    switch (event.$case) {
      case 'progress':
        this.addRow(event.value);
        this.bar?.update(event.value.step, shownFields(event.value));
        break;
      case 'validation':
        this.addRow(event.value);
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

  private addRow(value: ValueOf<'progress'> | ValueOf<'validation'>): void {
    this.log.add({ kind: 'progress', row: this.row(value) });
  }

  private row(value: ValueOf<'progress'> | ValueOf<'validation'>): TrainingProgressRow {
    return { ...value, stage: this.stage, wallSeconds: this.log.wallSeconds };
  }

  private started({ looks, lastProgress, ...value }: ValueOf<'started'>): void {
    const { stage, step, maxSteps } = value;
    this.stage = stage;
    this.progress.event('started', value);
    const past = [...looks, ...(lastProgress === undefined ? [] : [lastProgress])];
    this.log.goOn(
      stage,
      step,
      past.map((each) => this.row(each)),
    );
    const expected = maxSteps > 0 ? maxSteps : (this.expectedSteps[stage] ?? 0);
    if (step > 0) this.progress.log(`Going on at step ${count(step)}.`);
    this.bar = this.progress.bar(TITLES[stage], expected, 'steps');
    if (step > 0) this.bar.update(step);
  }

  private completed(value: ValueOf<'completed'>): void {
    const { reason, step, bestStep, bestScore } = value;
    this.log.add({ kind: 'completed', stage: stageSummary(value) });
    this.bar?.update(step);
    this.bar?.finish({
      stopped: ENDINGS[reason],
      best:
        bestScore === undefined ? undefined : `${bestScore.toFixed(4)} at step ${count(bestStep)}`,
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
    rankingLoss: value.rankingLoss,
    relationLoss: value.relationLoss,
    taskWeights,
    temperature: value.temperature,
  };
}

/** At most 80 characters below ten million steps. */
function validationLine(value: ValueOf<'validation'>): string {
  const auc = (name: string, value: number | undefined): string[] =>
    value === undefined ? [] : [`${name} ${value.toFixed(4)}`];
  const parts = [
    ...auc('warm', value.aucWarm),
    ...auc('cold', value.aucCold),
    ...auc('relations', value.aucRelations),
    `cosine ${value.meanCosine.toFixed(2)}`,
    `rank ${value.effectiveRank.toFixed(1)}`,
    ...(value.isBest ? ['best'] : []),
  ];
  return `  step ${count(value.step)}: AUC ${parts.join(', ')}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
