import { DataType, TensorRole } from '../generated/vasg/v1/tensor.js';

const ROLES = {
  features: TensorRole.TENSOR_ROLE_FEATURES,
  'train-offsets': TensorRole.TENSOR_ROLE_TRAIN_OFFSETS,
  'train-products': TensorRole.TENSOR_ROLE_TRAIN_PRODUCTS,
  'validation-pairs': TensorRole.TENSOR_ROLE_VALIDATION_PAIRS,
  'validation-relations': TensorRole.TENSOR_ROLE_VALIDATION_RELATIONS,
} as const;

const DATA_TYPES = {
  float32: DataType.DATA_TYPE_FLOAT32,
  uint32: DataType.DATA_TYPE_UINT32,
} as const;

/** Both element types take four bytes. */
const BYTES_PER_ELEMENT = 4;

/** An input tensor that is read only if the trainer does not hold it yet. */
export interface TensorSource {
  role: keyof typeof ROLES;
  dataType: keyof typeof DATA_TYPES;
  shape: readonly number[];
  /** SHA-256 of the bytes, 32 bytes. */
  sha256: Uint8Array;
  /** Little-endian bytes in C order, in pieces of any size. */
  chunks(): AsyncIterable<Uint8Array>;
}

/** Role of a tensor as the contract numbers it. */
export function roleNumber({ role }: TensorSource): TensorRole {
  return ROLES[role];
}

/** Element type of a tensor as the contract numbers it. */
export function dataTypeNumber({ dataType }: TensorSource): DataType {
  return DATA_TYPES[dataType];
}

/** Bytes of a whole tensor of this shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, BYTES_PER_ELEMENT);
}

/** The same memory as the `Buffer` that generated code asks for. */
export function asBuffer({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
