import { performance } from 'node:perf_hooks';

/** What a child process says of a transfer. */
export interface Transfer {
  megabytesPerSecond: number;
  /** Most resident memory that the process ever had. */
  peakMegabytes: number;
}

/** Prints the speed of what began at `begin` (milliseconds of the performance clock). */
export function reportTransfer(numBytes: number, begin: number): void {
  const transfer: Transfer = {
    megabytesPerSecond: (1e-6 * numBytes) / ((performance.now() - begin) / 1000),
    peakMegabytes: (1024 * process.resourceUsage().maxRSS) / 1e6,
  };
  console.log(JSON.stringify(transfer));
}
