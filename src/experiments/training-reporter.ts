import type { TrainingProgressRow } from '../catalog/runs.js';
import type { Progress, ProgressBar, ProgressFields } from '../progress/progress.js';
import type { TrainerEvent } from '../trainer/events.js';

const TITLES = { 'skip-gram': 'Training skip-gram', encoder: 'Training encoder' } as const;
type StageName = keyof typeof TITLES;

/** Shows a training as it goes and keeps its numbers for the catalog. */
export class TrainingReporter {
  readonly rows: TrainingProgressRow[] = [];
  private stage: StageName = 'skip-gram';
  private bar: ProgressBar | undefined;

  /** `expectedSteps` sizes the bar of each stage; early stopping may end it before. */
  constructor(
    private readonly progress: Progress,
    private readonly expectedSteps: Readonly<Record<StageName, number>>,
  ) {}

  handle(event: TrainerEvent): void {
    this.progress.event(event.$case, { stage: this.stage, ...event.value });
    switch (event.$case) {
      case 'started':
        this.start(event.value);
        break;
      case 'progress':
        this.rows.push({ stage: this.stage, ...event.value });
        this.bar?.update(event.value.step, shownFields(event.value));
        break;
      case 'validation':
        this.rows.push({ stage: this.stage, ...event.value });
        this.progress.log(validationLine(event.value));
        break;
      case 'warning':
        this.progress.warn(event.value.message);
        break;
      case 'completed':
        this.bar?.finish({ steps: event.value.step, stopped: event.value.reason });
        break;
      case 'epochCompleted':
      case 'checkpointWritten':
        break;
    }
  }

  /** The training failed: leave the bar as it is. */
  abandon(): void {
    this.bar?.abandon();
  }
}
