/**
 * The WebAssembly kernels (AssemblyScript: TypeScript syntax with machine types). They own no memory:
 * every pointer is a byte offset into the shared memory that the caller imports and lays out.
 */
export { shuffle } from './shuffle';
export { walk, walkWeighted } from './walk';
export { countPanels, scorePanels } from './score';
export { screenPanels } from './screen';
export { measureLanes, roundLanes } from './round';
export { rectify, startFromBias } from './layer';
export { densePanels, interleaveRows } from './dense';
export { probeMultiplyAdd } from './multiply-add';
export { listRows, sparseGroups } from './sparse';
export { packVector } from './pack';
