import { CborError } from '../cbor/cbor-error.ts';
import { CborReader } from '../cbor/reader.ts';
import { CborWriter } from '../cbor/writer.ts';
import { equalBytes } from '../cbor/compare.ts';
import {
  KEY_ID_LENGTH,
  MAX_ACTION_TYPE_LENGTH,
  MAX_CHAIN_ID_LENGTH,
  NONCE_LENGTH,
  TRANSACTION_LIMITS,
  type TransactionLimits,
} from './limits.ts';
import { asTransactionError, TransactionError } from './transaction-error.ts';

/**
 * First item of every content: no signature over another protocol's bytes can be taken for a
 * transaction.
 */
export const TRANSACTION_DOMAIN = 'touchmark/transaction/1';

export interface Action {
  /** `module.verb`, such as `naming.register`. */
  type: string;
  /** One deterministic CBOR map, undecoded: its shape is the module's business. */
  params: Uint8Array;
}

export interface TransactionContent {
  chainId: string;
  /**
   * Milliseconds since 1970-01-01T00:00:00Z: from this block time on the transaction is refused.
   */
  expiresAtMs: number;
  /**
   * 16 bytes by the client: the same content is the same transaction, another nonce another one.
   */
  nonce: Uint8Array;
  /** Key ids (20 bytes), 1 to 16, all different. The first one's organization is the author. */
  signers: Uint8Array[];
  actions: Action[];
}

const CHAIN_ID = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const ACTION_TYPE = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/;

/** The bytes that are signed and whose SHA-256 is the transaction id. Throws TransactionError. */
export function encodeTransactionContent(content: TransactionContent): Uint8Array {
  checkContent(content, TRANSACTION_LIMITS);
  const writer = new CborWriter(1024);
  writer.array(6).text(TRANSACTION_DOMAIN).text(content.chainId).uint(content.expiresAtMs);
  writer.bytes(content.nonce).array(content.signers.length);
  for (const signer of content.signers) writer.bytes(signer);
  writer.array(content.actions.length);
  for (const action of content.actions) {
    checkParams(action);
    writer.array(2).text(action.type).raw(action.params);
  }
  return writer.finish();
}

/**
 * Reads the content of a transaction; `params` and the like are views of `bytes`. Throws
 * TransactionError.
 */
export function decodeTransactionContent(
  bytes: Uint8Array,
  limits: TransactionLimits = TRANSACTION_LIMITS,
): TransactionContent {
  const content = asTransactionError(() => readContent(bytes, limits));
  checkContent(content, limits);
  return content;
}

/** True for bytes that are one deterministic CBOR map and nothing else, as params must be. */
export function areActionParams(bytes: Uint8Array): boolean {
  try {
    const reader = new CborReader(bytes, { maxDepth: TRANSACTION_LIMITS.depth });
    if (reader.peek() !== 'map') return false;
    reader.skip();
    reader.end();
    return true;
  } catch (error) {
    if (error instanceof CborError) return false;
    throw error;
  }
}

/** True for 1 to 50 of the characters A-Z a-z 0-9 . _ - with a letter or digit first. */
export function isChainId(text: string): boolean {
  return text.length <= MAX_CHAIN_ID_LENGTH && CHAIN_ID.test(text);
}

function readContent(bytes: Uint8Array, limits: TransactionLimits): TransactionContent {
  const reader = new CborReader(bytes, { maxDepth: limits.depth, maxBytes: limits.bytes });
  reader.arrayOf(6);
  if (reader.text() !== TRANSACTION_DOMAIN) {
    throw new TransactionError(
      'TRANSACTION_DOMAIN',
      `content must start with ${TRANSACTION_DOMAIN}`,
    );
  }
  const chainId = reader.text();
  // Above 2^53 - 1 the number is rounded and refused below.
  const expiresAtMs = Number(reader.uint64());
  const nonce = reader.bytes();
  const signers: Uint8Array[] = [];
  for (let left = bounded(reader.array(), limits.signers, 'SIGNER'); left > 0; left -= 1) {
    signers.push(reader.bytes());
  }
  const actions: Action[] = [];
  for (let left = bounded(reader.array(), limits.actions, 'ACTION'); left > 0; left -= 1) {
    reader.arrayOf(2);
    const type = reader.text();
    if (reader.peek() !== 'map') throw paramsError(type);
    actions.push({ type, params: reader.raw() });
  }
  reader.end();
  return { chainId, expiresAtMs, nonce, signers, actions };
}

function checkContent(content: TransactionContent, limits: TransactionLimits): void {
  if (!isChainId(content.chainId)) {
    throw new TransactionError(
      'TRANSACTION_CHAIN_ID',
      `chain id must be 1 to ${MAX_CHAIN_ID_LENGTH} characters of A-Z a-z 0-9 . _ -`,
    );
  }
  if (!Number.isSafeInteger(content.expiresAtMs) || content.expiresAtMs < 0) {
    throw new TransactionError('TRANSACTION_EXPIRY', 'expiresAtMs must be an integer ≥ 0');
  }
  if (content.nonce.length !== NONCE_LENGTH) {
    throw new TransactionError('TRANSACTION_NONCE', `the nonce must have ${NONCE_LENGTH} bytes`);
  }
  checkSigners(content.signers, limits.signers);
  bounded(content.actions.length, limits.actions, 'ACTION');
  for (const { type } of content.actions) {
    if (type.length > MAX_ACTION_TYPE_LENGTH || !ACTION_TYPE.test(type)) {
      throw new TransactionError('TRANSACTION_ACTION_TYPE', 'an action type reads module.verb');
    }
  }
}

function checkSigners(signers: readonly Uint8Array[], most: number): void {
  bounded(signers.length, most, 'SIGNER');
  signers.forEach((signer, index) => {
    if (signer.length !== KEY_ID_LENGTH) {
      throw new TransactionError('TRANSACTION_SIGNER_MISMATCH', 'a key id has 20 bytes');
    }
    if (signers.slice(0, index).some((earlier) => equalBytes(earlier, signer))) {
      throw new TransactionError('TRANSACTION_SIGNER_DUPLICATE', 'the same signer twice');
    }
  });
}

function checkParams(action: Action): void {
  asTransactionError(() => {
    const reader = new CborReader(action.params, { maxDepth: TRANSACTION_LIMITS.depth });
    if (reader.peek() !== 'map') throw paramsError(action.type);
    reader.skip();
    reader.end();
  });
}

function bounded(count: number, most: number, what: 'SIGNER' | 'ACTION'): number {
  if (count >= 1 && count <= most) return count;
  throw new TransactionError(
    `TRANSACTION_${what}_COUNT`,
    `${count} ${what.toLowerCase()}s; a transaction has 1 to ${most}`,
  );
}

function paramsError(type: string): TransactionError {
  return new TransactionError('TRANSACTION_ACTION_PARAMS', `params of ${type} must be a map`);
}
