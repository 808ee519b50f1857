/**
 * Two-sided quantile of Student's t: the value that |T| stays below with probability `confidence`, for example 2.776
 * at 0.95 with 4 degrees of freedom, which are 1 or more. The distribution of |T| has a finite series for whole
 * degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4), which is solved for the angle atan(t / sqrt(degrees))
 * by bisection.
 */
export function studentQuantile(confidence: number, degrees: number): number {
  let [low, high] = [0, Math.PI / 2];
  // Each step halves the interval: 60 exhaust a double.
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (chanceWithin(middle, degrees) < confidence) low = middle;
    else high = middle;
  }
  return Math.sqrt(degrees) * Math.tan(low);
}

/** Probability that atan(|T| / sqrt(degrees)) is below `angle`. */
function chanceWithin(angle: number, degrees: number): number {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < degrees; k += 2) {
    term *= ((k - 1) / k) * cosine ** 2;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}
