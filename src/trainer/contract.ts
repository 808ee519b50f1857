/** Revision of `vasg.v1` that this client speaks; the server must speak the same. */
export const CONTRACT_REVISION = 3;

/** Largest part of a tensor in one message, either way. */
export const CHUNK_BYTES = 1 << 20;

/** Metadata key of the token that a TCP server asks for. */
export const TOKEN_KEY = 'vasg-token';
