/** `embeddingDim` as a flag, without the dashes: `embedding-dim`. */
export function flagName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `embeddingDim` as an environment variable: `VASG_EMBEDDING_DIM`. */
export function environmentName(name: string): string {
  return `VASG_${flagName(name).replaceAll('-', '_').toUpperCase()}`;
}
