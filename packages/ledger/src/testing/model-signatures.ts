import { nameOf, NO_AUTHORITY, pathBy, refuseForm, rightOver } from './model-rules.ts';
import type { ModelRequest } from './model-rules.ts';
import { refuseVersion } from './naming-model.ts';
import type { ModelRecord, ModelValue, NamingModel } from './naming-model.ts';

/** What happens to values that wait for signatures; what is signed is always the same text. */
export type SignatureAction =
  | ({
      readonly kind: 'request';
      readonly identifier: string;
      readonly version: number;
      readonly index: number;
    } & Pick<ModelRequest, 'parties' | 'required' | 'withdrawal' | 'permissions'>)
  | {
      readonly kind: 'sign';
      readonly identifier: string;
      readonly index: number;
      /** Those of the value that the author means to sign. */
      readonly permissions: number;
    }
  | {
      readonly kind: 'withdraw' | 'close';
      readonly identifier: string;
      readonly index: number;
    };

export const SIGNED_TEXT = 'signed';

const prefixOf = (identifier: string): string => identifier.split('/')[0] ?? '';

export function signatureAction(
  model: NamingModel,
  author: string,
  action: SignatureAction,
): string {
  const { identifier, index } = action;
  const record = model.records[identifier];
  const place = `${identifier} ${index}`;
  if (action.kind === 'request') return request(model, author, action, record, place);
  if (record === undefined) return 'NAMING_IDENTIFIER_UNKNOWN';
  if (record.retired) return 'NAMING_IDENTIFIER_RETIRED';
  const found = model.requests[place];
  if (found === undefined || found.status === 'closed') return 'NAMING_REQUEST_UNKNOWN';
  const at = { identifier, index, record };
  switch (action.kind) {
    case 'sign':
      return sign(model, found, at, action.permissions);
    case 'withdraw':
      return withdraw(model, author, found, at);
    default:
      return close(model, author, found, at);
  }
}

interface Place {
  identifier: string;
  index: number;
  record: ModelRecord;
}

function request(
  model: NamingModel,
  author: string,
  action: SignatureAction & { kind: 'request' },
  record: ModelRecord | undefined,
  place: string,
): string {
  const refused = refuseVersion(record, action.version);
  if (refused !== undefined || record === undefined) return refused ?? '';
  if (!model.mayAct(author, action.identifier, record)) return NO_AUTHORITY;
  const { parties, required, withdrawal, permissions } = action;
  if (required > parties.length) return 'NAMING_PARTIES_TOO_FEW';
  const before = model.requests[place];
  if (before !== undefined && before.status !== 'closed') return 'NAMING_VALUE_UNDER_SIGNATURE';
  const value = record.values.find(({ index }) => index === action.index);
  if (value !== undefined && (value.permissions & 4) === 0) return 'NAMING_VALUE_IMMUTABLE';
  const at = { prefix: prefixOf(action.identifier), organization: author };
  const by = author === record.holder ? 0 : (rightOver(model, at, false)?.by ?? 0);
  const asked = { parties, required, withdrawal, permissions, asker: author, by };
  model.requests[place] = { status: 'open', ...asked, signed: [] };
  model.log(action.identifier);
  return 'OK';
}

function sign(model: NamingModel, found: ModelRequest, at: Place, permissions: number): string {
  if (found.status !== 'open') return 'NAMING_REQUEST_OVER';
  if (found.permissions !== permissions) return 'NAMING_SIGNATURE_DIGEST';
  const named = found.parties.filter((party) => model.signers.includes(party));
  if (named.length === 0) return 'NAMING_NOT_A_PARTY';
  const missing = named.filter((party) => !found.signed.includes(party));
  if (missing.length === 0) return 'NAMING_SIGNED_ALREADY';
  if (!isBacked(model, found, at)) return 'NAMING_REQUEST_LAPSED';
  found.signed.push(...missing);
  if (found.signed.length < found.required) return model.log(at.identifier);
  found.status = 'resolved';
  return put(model, at, { index: at.index, data: SIGNED_TEXT, permissions });
}

/** Who asked still may. */
function isBacked(model: NamingModel, { asker, by }: ModelRequest, at: Place): boolean {
  const { holder } = at.record;
  if (by === 0) return asker === holder && !model.suspended.includes(asker);
  if (model.prefixes[prefixOf(at.identifier)]?.holder !== holder) return false;
  return pathBy(model, nameOf(model, by), false)?.[0] === holder;
}

function withdraw(model: NamingModel, author: string, found: ModelRequest, at: Place): string {
  if (!found.signed.includes(author)) return 'NAMING_NOT_SIGNED';
  const isOpen = found.status === 'open';
  const may = found.withdrawal === 'always' || (found.withdrawal === 'before' && isOpen);
  if (!may) return 'NAMING_WITHDRAWAL_BARRED';
  found.signed = found.signed.filter((party) => party !== author);
  if (isOpen || found.signed.length >= found.required) return model.log(at.identifier);
  found.status = 'open';
  return put(model, at);
}

function close(model: NamingModel, author: string, found: ModelRequest, at: Place): string {
  if (!model.mayAct(author, at.identifier, at.record)) return NO_AUTHORITY;
  const wasResolved = found.status === 'resolved';
  found.status = 'closed';
  return wasResolved ? put(model, at) : model.log(at.identifier);
}

function put(model: NamingModel, { identifier, index, record }: Place, value?: ModelValue) {
  const before = record.values.find((other) => other.index === index);
  if (before !== undefined && (before.permissions & 4) === 0) return 'NAMING_VALUE_IMMUTABLE';
  const others = record.values.filter((other) => other.index !== index);
  const added = value === undefined ? [] : [value];
  const values = [...others, ...added].toSorted((left, right) => left.index - right.index);
  const refused = value === undefined ? undefined : refuseForm(model, identifier, values);
  return refused ?? model.write(identifier, record, { values });
}
