import { CborReader } from '@touchmark/codec';
import { SIGNATURE_ALGORITHMS } from '@touchmark/crypto';
import { sha256 } from '@touchmark/crypto';
import type { StateView } from '@touchmark/state';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import type { Codes } from './codes.ts';
import { applicationKey, applicationRange, idAtEnd } from './keys.ts';
import type { GivenDocument, GivenKey } from './params.ts';
import { isRole } from './roles.ts';
import type { Role } from './roles.ts';

/** What somebody outside the network asks to be admitted as. */
export interface Application extends Codes {
  readonly name: string;
  /** The roles wished for; the admission says which are given. */
  readonly roles: readonly Role[];
  readonly keys: readonly GivenKey[];
  readonly documents: readonly GivenDocument[];
  /** In the applicant's words; may be empty. */
  readonly statement: string;
  /** The key that signed. */
  readonly keyId: Uint8Array;
  /** The organization whose key that is; empty: the applicant's own, nobody's in the network. */
  readonly sponsor: string;
  readonly transactionId: Uint8Array;
  /** It waits until then. */
  readonly expiresMs: number;
}

export interface ListedApplication extends Application {
  readonly id: string;
  /** SHA-256 of the entry: an admission names the application that it is about. */
  readonly hash: Uint8Array;
}

/**
 * `[name, roles, [[algorithm, public key] …], credit code, LEI, [[document, digest] …], statement,
 * key id, sponsor, transaction id, expires]`.
 */
export function encodeApplication(application: Application): Uint8Array {
  const { name, roles, keys, creditCode, lei, documents, statement } = application;
  return writeCbor((writer) => {
    writer.array(11).text(name).array(roles.length);
    for (const role of roles) writer.text(role);
    writer.array(keys.length);
    for (const key of keys) writer.array(2).text(key.algorithm).bytes(key.publicKey);
    writer.text(creditCode).text(lei).array(documents.length);
    for (const { name: document, digest } of documents) {
      writer.array(2).text(document).bytes(digest);
    }
    writer.text(statement).bytes(application.keyId).text(application.sponsor);
    writer.bytes(application.transactionId).uint(application.expiresMs);
  });
}

function decodeApplication(bytes: Uint8Array): Application {
  const reader = new CborReader(bytes);
  reader.array();
  const name = reader.text();
  const roles = items(reader, () => {
    const role = reader.text();
    if (!isRole(role)) throw new StateFormatError('an application');
    return role;
  });
  const keys = items(reader, () => {
    reader.array();
    const given = reader.text();
    const algorithm = SIGNATURE_ALGORITHMS.find((known) => known === given);
    if (algorithm === undefined) throw new StateFormatError('an application');
    return { algorithm, publicKey: reader.bytes() };
  });
  const codes = { creditCode: reader.text(), lei: reader.text() };
  const documents = items(reader, () => {
    reader.array();
    return { name: reader.text(), digest: reader.bytes() };
  });
  const statement = reader.text();
  const keyId = reader.bytes();
  const sponsor = reader.text();
  const transactionId = reader.bytes();
  const expiresMs = reader.uint();
  reader.end();
  const rest = { documents, statement, keyId, sponsor, transactionId, expiresMs };
  return { name, roles, keys, ...codes, ...rest };
}

function items<Item>(reader: CborReader, read: () => Item): Item[] {
  const list: Item[] = [];
  for (let left = reader.array(); left > 0; left -= 1) list.push(read());
  return list;
}

/** An application that waits; undefined if there is none, or its time is over. */
export function readApplication(
  state: StateView,
  id: string,
  timeMs: number,
): ListedApplication | undefined {
  const bytes = state.get(applicationKey(id));
  if (bytes === undefined) return undefined;
  const listed = { id, hash: sha256(bytes), ...decodeApplication(bytes) };
  return listed.expiresMs > timeMs ? listed : undefined;
}

/** All that are kept, those whose time is over included, in the order of their ids. */
export function listApplications(state: StateView): ListedApplication[] {
  const listed: ListedApplication[] = [];
  for (const { key, value } of state.range(applicationRange())) {
    listed.push({ id: idAtEnd(key, 2), hash: sha256(value), ...decodeApplication(value) });
  }
  return listed;
}
