import { cpus } from 'node:os';

interface Sample {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** CPU seconds that all cores together have worked since the machine started. */
  readonly worked: number;
}

const INTERVAL_MS = 1_000;

/** How many cores are at work over time, whoever has them work: it says something on a machine that is idle otherwise. */
export class BusyCores {
  private readonly samples: Sample[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor() {
    this.look();
    this.timer = setInterval(() => this.look(), INTERVAL_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.look();
  }

  /**
   * Mean over a time (milliseconds since 1970), to a second; undefined for one that began before we looked, or that lies
   * behind the last look.
   */
  between(begin: number, end: number): number | undefined {
    const first = this.samples.findLastIndex(({ at }) => at <= begin);
    if (first < 0) return undefined;
    // Where none is as late, -1: the last one.
    const last = this.samples.findIndex(({ at }, i) => i > first && at >= end);
    const [from, to] = [this.samples[first]!, this.samples.at(last)!];
    return to.at > from.at ? (1_000 * (to.worked - from.worked)) / (to.at - from.at) : undefined;
  }

  private look(): void {
    const milliseconds = cpus().map(({ times }) => times.user + times.nice + times.sys);
    const worked = 1e-3 * milliseconds.reduce((sum, each) => sum + each, 0);
    this.samples.push({ at: Date.now(), worked });
  }
}
