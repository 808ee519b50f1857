import { FeatureNetwork } from './feature-network.js';
import { drawPhotoLatents } from './photo-latents.js';
import type { ShopPlan } from './shop.js';

/** ASCII id in front of each feature, as in the Amazon 2014 image feature files. */
export const ID_BYTES = 10;
/** Bytes made at a time. */
const BLOCK_BYTES = 2 << 20;
/** Products that the network's biases are set on. */
const CALIBRATION_PRODUCTS = 256;

/** Bytes of the whole features file. */
export function featureFileBytes(plan: ShopPlan): number {
  return plan.productIds.length * recordBytes(plan);
}

function recordBytes({ spec }: ShopPlan): number {
  return ID_BYTES + spec.featureDim * Float32Array.BYTES_PER_ELEMENT;
}

/** The network that photographs this shop's products. */
export function featureNetworkOf({ spec, seed, styles, productIds }: ShopPlan): FeatureNetwork {
  const photo = drawPhotoLatents(styles, spec, seed);
  // Without those of other categories, so that they change nothing about the others.
  const own = productIds.length - spec.foreignProducts;
  const count = Math.min(own, CALIBRATION_PRODUCTS);
  const sample = Array.from({ length: count }, (_, i) => Math.floor((i * own) / count));
  return new FeatureNetwork(spec.featureDim, photo, { seed, sample });
}

/**
 * The features file in order of product index (not of id): per product its 10-byte id, then `featureDim`
 * little-endian float32, no header. The yielded buffer is reused: write it before asking for the next.
 */
export function* featureRecords(plan: ShopPlan): Generator<Buffer> {
  const network = featureNetworkOf(plan);
  const perRecord = recordBytes(plan);
  const perBlock = Math.max(1, Math.floor(BLOCK_BYTES / perRecord));
  const feature = new Float32Array(plan.spec.featureDim);
  const block = Buffer.alloc(perBlock * perRecord);
  let filled = 0;
  for (const [product, id] of plan.productIds.entries()) {
    network.write(product, feature);
    block.write(id, filled, 'latin1');
    copyLittleEndian(feature, block, filled + ID_BYTES);
    filled += perRecord;
    if (filled === block.length) {
      yield block;
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function copyLittleEndian(values: Float32Array, to: Buffer, offset: number): void {
  to.set(new Uint8Array(values.buffer), offset);
  if (!IS_LITTLE_ENDIAN) to.subarray(offset, offset + values.byteLength).swap32();
}
