import { RandomStream } from '../random.js';
import { LATENT_DIM, type PhotoLatents } from './photo-latents.js';

/** Width of the hidden layer. */
const HIDDEN = 64;
/** Mean share of non-zero outputs. */
const ACTIVE_SHARE = 1 / 3;

/**
 * A random two-layer ReLU network from a photo's latent numbers to its feature: non-negative, about two
 * thirds zeros, like the FC7 activations of the paper. The hidden layer is narrow (64) so that 4096
 * outputs cost 64 x 4096 multiply-adds a product, and only half of those, its zeros being skipped.
 */
export class FeatureNetwork {
  private readonly hiddenWeights: Float64Array; // [HIDDEN * LATENT_DIM]
  private readonly hiddenBias: Float64Array; // [HIDDEN]
  private readonly outputWeights: Float32Array; // [HIDDEN * featureDim], one row per hidden unit
  private readonly outputBias: Float32Array; // [featureDim]
  private readonly latent = new Float64Array(LATENT_DIM);
  private readonly hidden = new Float64Array(HIDDEN);

  /** Output biases are set on a sample of products: output j is active for its own share of them. */
  constructor(
    private readonly featureDim: number,
    private readonly photo: PhotoLatents,
    { seed, sample }: { seed: number; sample: readonly number[] },
  ) {
    const stream = new RandomStream(seed, 'synth.feature-network');
    const normal = (scale: number) => (): number => scale * stream.normal();
    this.hiddenWeights = Float64Array.from(
      { length: HIDDEN * LATENT_DIM },
      normal(1 / Math.sqrt(LATENT_DIM)),
    );
    this.hiddenBias = Float64Array.from({ length: HIDDEN }, normal(0.3));
    this.outputWeights = Float32Array.from(
      { length: HIDDEN * featureDim },
      normal(Math.sqrt(2 / HIDDEN)),
    );
    this.outputBias = new Float32Array(featureDim);
    this.calibrate(sample, stream);
  }

  /** Writes the feature of `product` into `out` [featureDim]. */
  write(product: number, out: Float32Array): void {
    this.accumulate(product, out);
    for (let j = 0; j < out.length; j++) if (out[j]! < 0) out[j] = 0;
  }

  /** Outputs before the last ReLU. */
  private accumulate(product: number, out: Float32Array): void {
    this.photo(product, this.latent);
    this.activateHidden();
    out.set(this.outputBias);
    for (let h = 0; h < HIDDEN; h++) {
      const activation = this.hidden[h]!;
      if (activation === 0) continue;
      const row = this.outputWeights.subarray(h * this.featureDim, (h + 1) * this.featureDim);
      for (let j = 0; j < row.length; j++) out[j]! += activation * row[j]!;
    }
  }

  private activateHidden(): void {
    for (let h = 0; h < HIDDEN; h++) {
      let sum = this.hiddenBias[h]!;
      for (let i = 0; i < LATENT_DIM; i++)
        sum += this.hiddenWeights[h * LATENT_DIM + i]! * this.latent[i]!;
      this.hidden[h] = Math.max(0, sum);
    }
  }

  /** Shifts each output so that a share of the sample, drawn around `ACTIVE_SHARE`, lies above zero. */
  private calibrate(sample: readonly number[], stream: RandomStream): void {
    const outputs = sample.map((product) => {
      const out = new Float32Array(this.featureDim);
      this.accumulate(product, out);
      return out;
    });
    const bias = Float32Array.from({ length: this.featureDim }, (_, j) => {
      const active = ACTIVE_SHARE * (0.5 + stream.float());
      const values = Float32Array.from(outputs, (out) => out[j]!).sort();
      return -values[Math.floor((1 - active) * values.length)]!;
    });
    this.outputBias.set(bias);
  }
}
