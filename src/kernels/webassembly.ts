/**
 * The part of the WebAssembly API that the kernels use. Declared here because TypeScript ships it only
 * with the browser's types, which would let `window` and `document` pass in server code.
 */

/** Compiled code; structured cloning hands it to worker threads without compiling again. */
export type KernelModule = object;

/** Linear memory; shared, so that cloning it to a worker thread shares it. */
export interface WasmMemory {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => KernelModule;
  Instance: new (
    module: KernelModule,
    imports: { env: { memory: WasmMemory } },
  ) => { readonly exports: object };
  Memory: new (descriptor: { initial: number; maximum: number; shared: true }) => WasmMemory;
}

export const { Instance, Memory, Module } = (
  globalThis as unknown as { WebAssembly: WebAssemblyApi }
).WebAssembly;
