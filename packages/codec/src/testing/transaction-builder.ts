import { CborWriter } from '../cbor/writer.ts';
import { encodeProtectedHeader } from '../transaction/cose.ts';
import { TRANSACTION_DOMAIN } from '../transaction/content.ts';
import { testKey } from './transaction-keys.ts';
import { REGISTER } from './transaction-valid-cases.ts';

/** Builds transactions item by item, so that any item can be wrong. Each part is encoded CBOR. */
export interface ContentParts {
  head?: Uint8Array;
  domain?: Uint8Array;
  chainId?: Uint8Array;
  expiresAtMs?: Uint8Array;
  nonce?: Uint8Array;
  signers?: Uint8Array;
  actions?: Uint8Array;
  after?: Uint8Array;
}

export const signer = testKey('ed25519', 'a');
export const second = testKey('ed25519', 'b');
export const NOTHING = new Uint8Array(0);

export const cbor = (write: (writer: CborWriter) => CborWriter): Uint8Array =>
  write(new CborWriter()).finish();

export const join = (...parts: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts));

export const bstr = (bytes: Uint8Array): Uint8Array => cbor((writer) => writer.bytes(bytes));
export const tstr = (text: string): Uint8Array => cbor((writer) => writer.text(text));
export const list = (...items: readonly Uint8Array[]): Uint8Array =>
  join(
    cbor((writer) => writer.array(items.length)),
    ...items,
  );

export const header = encodeProtectedHeader(signer.algorithm, signer.keyId);
export const secondHeader = encodeProtectedHeader(second.algorithm, second.keyId);
export const EMPTY_MAP = cbor((writer) => writer.map(0));
/** Of the right form; the decoder does not check what it says. */
export const signature = new Uint8Array(64).fill(0x5a);

export const action = (type: string, params: Uint8Array = REGISTER.params): Uint8Array =>
  list(tstr(type), params);

export function content(parts: ContentParts = {}): Uint8Array {
  return join(
    parts.head ?? cbor((writer) => writer.array(6)),
    parts.domain ?? tstr(TRANSACTION_DOMAIN),
    parts.chainId ?? tstr('touchmark-test-1'),
    parts.expiresAtMs ?? cbor((writer) => writer.uint(1_790_000_000_000)),
    parts.nonce ?? bstr(new Uint8Array(16)),
    parts.signers ?? list(bstr(signer.keyId)),
    parts.actions ?? list(action('naming.register')),
    parts.after ?? NOTHING,
  );
}

const tag = (number: number): Uint8Array => cbor((writer) => writer.tag(number));

/** COSE_Sign1 of the items, or of the usual ones. */
export function single(items: {
  tag?: Uint8Array;
  header?: Uint8Array;
  unprotected?: Uint8Array;
  payload?: Uint8Array;
  signature?: Uint8Array;
}): Uint8Array {
  return join(
    items.tag ?? tag(18),
    list(
      items.header ?? bstr(header),
      items.unprotected ?? EMPTY_MAP,
      items.payload ?? bstr(content()),
      items.signature ?? bstr(signature),
    ),
  );
}

export const part = (
  protectedHeader: Uint8Array = header,
  unprotected: Uint8Array = EMPTY_MAP,
): Uint8Array => list(bstr(protectedHeader), unprotected, bstr(signature));

export const jointContent = (...signers: readonly Uint8Array[]): Uint8Array =>
  content({ signers: list(...signers.map(bstr)) });

/** COSE_Sign of the items, or of two signers' usual ones. */
export function joint(items: {
  header?: Uint8Array;
  unprotected?: Uint8Array;
  payload?: Uint8Array;
  signatures?: Uint8Array;
}): Uint8Array {
  return join(
    tag(98),
    list(
      items.header ?? bstr(NOTHING),
      items.unprotected ?? EMPTY_MAP,
      items.payload ?? bstr(jointContent(signer.keyId, second.keyId)),
      items.signatures ?? list(part(), part(secondHeader)),
    ),
  );
}
