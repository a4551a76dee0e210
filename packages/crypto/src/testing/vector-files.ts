/** Reading and writing spec/vectors/crypto; the format is described in that folder's README. */
import { readFileSync, readdirSync } from 'node:fs';
import type { SignatureAlgorithm } from '../algorithm.ts';

export const VECTORS_FOLDER = new URL('../../../../spec/vectors/crypto/', import.meta.url);

export interface VectorFile<Case> {
  kind: string;
  algorithm: SignatureAlgorithm;
  description: string;
  source?: string;
  license?: string;
  cases: readonly Case[];
}

export interface SignatureCase {
  name: string;
  publicKey: string;
  message: string;
  signature: string;
  /** The verdict of verifySignature. */
  transaction: boolean;
  /** The verdict of verifyConsensusSignature; Ed25519 only. */
  consensus?: boolean;
}

export interface PublicKeyCase {
  name: string;
  algorithm: SignatureAlgorithm;
  publicKey: string;
  acceptable: boolean;
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export function readVectors<Case>(name: string): VectorFile<Case> {
  const text = readFileSync(new URL(`${name}.json`, VECTORS_FOLDER), 'utf8');
  const file: VectorFile<Case> = JSON.parse(text);
  return file;
}

/** The names of all files of one kind. */
export function vectorFilesOfKind(kind: string): string[] {
  return readdirSync(VECTORS_FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .filter((name) => readVectors<unknown>(name).kind === kind)
    .sort();
}

/** One case a line, so that a change of one case is a change of one line. */
export function formatVectors(file: {
  cases: readonly object[];
  [field: string]: string | readonly object[];
}): string {
  const { cases, ...head } = file;
  const fields = Object.entries(head).map(
    ([key, value]) => `  "${key}": ${JSON.stringify(value)},`,
  );
  const lines = cases.map((each) => `    ${JSON.stringify(each)}`);
  return `{\n${fields.join('\n')}\n  "cases": [\n${lines.join(',\n')}\n  ]\n}\n`;
}
