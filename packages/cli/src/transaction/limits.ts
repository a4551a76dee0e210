import { TRANSACTION_LIMITS } from '@touchmark/codec';

/** A transaction of the largest size, with what stands around it while it is signed. */
export const MAX_TRANSACTION_FILE_BYTES = TRANSACTION_LIMITS.bytes + 64 * 1024;
