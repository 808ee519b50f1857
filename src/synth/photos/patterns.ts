/** Whether the pixel at (x, y) has the second colour of a pattern that repeats every `period` pixels. */
type Pattern = (x: number, y: number, period: number) => boolean;

const isSecondHalf = (at: number, period: number): boolean => 2 * (at % period) >= period;

const plain: Pattern = () => false;
const stripes: Pattern = (_x, y, period) => isSecondHalf(y, period);
const pinstripes: Pattern = (x, _y, period) => isSecondHalf(x, period);
const diagonals: Pattern = (x, y, period) => isSecondHalf(x + y, period);
const checks: Pattern = (x, y, period) => isSecondHalf(x, period) !== isSecondHalf(y, period);

const dots: Pattern = (x, y, period) => {
  const right = (x % period) - period / 2 + 0.5;
  const down = (y % period) - period / 2 + 0.5;
  return right * right + down * down < (period * period) / 10;
};

export const PATTERNS: readonly Pattern[] = [plain, stripes, dots, pinstripes, checks, diagonals];
