import { keyId, publicKeyIsAcceptable, type SignatureAlgorithm } from '@touchmark/crypto';
import { GenesisError } from './genesis-error.ts';
import { readConstitution } from './constitution.ts';
import { member, type JsonField } from './json-fields.ts';
import type { GenesisAppState, GenesisKey, GenesisOrganization } from './types.ts';

const FORMAT = 1;
const MAX_ORGANIZATIONS = 1024;
const MAX_KEYS = 16;
const MAX_ROLES = 16;
const MAX_NAME_LENGTH = 128;
const MAX_PARAMETERS = 256;
const ORGANIZATION_ID = /^[a-z0-9-]{2,32}$/;
const ROLE = /^[a-z][a-z-]{0,31}$/;
const PARAMETER = /^[a-z][A-Za-z0-9]{0,63}$/;
const CONTROLS = /\p{Control}/u;

export function readAppState(field: JsonField): GenesisAppState {
  const members = field.object(['touchmark', 'organizations'], ['parameters', 'constitution']);
  const format = member(members, 'touchmark');
  if (format.integer() !== FORMAT) throw format.valueError(`must be ${FORMAT}`);
  const organizations = member(members, 'organizations')
    .array(1, MAX_ORGANIZATIONS)
    .map(readOrganization);
  checkUnique(organizations);
  const parameters: Record<string, string | number | boolean> = {};
  const entries = members.get('parameters')?.entries() ?? [];
  if (entries.length > MAX_PARAMETERS) {
    throw field.valueError(`has more than ${MAX_PARAMETERS} parameters`);
  }
  for (const [name, value] of entries) {
    if (!PARAMETER.test(name)) throw value.valueError('is not a parameter name (camelCase)');
    parameters[name] = value.scalar();
  }
  const constitution = members.get('constitution');
  if (constitution === undefined) return { organizations, parameters };
  return { organizations, parameters, constitution: readConstitution(constitution) };
}

function readOrganization(field: JsonField): GenesisOrganization {
  const members = field.object(['id', 'name', 'roles', 'keys']);
  const id = member(members, 'id').text();
  if (!ORGANIZATION_ID.test(id)) {
    throw new GenesisError('GENESIS_ORGANIZATION', `${field.path}.id must match [a-z0-9-]{2,32}`);
  }
  const name = member(members, 'name').text();
  if (name.length === 0 || name.length > MAX_NAME_LENGTH || CONTROLS.test(name)) {
    throw new GenesisError(
      'GENESIS_ORGANIZATION',
      `${field.path}.name must have 1 to ${MAX_NAME_LENGTH} characters and no controls`,
    );
  }
  const roles = member(members, 'roles').array(0, MAX_ROLES).map(readRole);
  if (new Set(roles).size !== roles.length) {
    throw new GenesisError('GENESIS_ORGANIZATION', `${field.path}.roles has a role twice`);
  }
  const keys = member(members, 'keys').array(1, MAX_KEYS).map(readKey);
  return { id, name, roles, keys };
}

function readRole(field: JsonField): string {
  const role = field.text();
  if (ROLE.test(role)) return role;
  throw new GenesisError('GENESIS_ORGANIZATION', `${field.path} is not a role name`);
}

function readKey(field: JsonField): GenesisKey {
  const members = field.object(['algorithm', 'publicKey']);
  const algorithm = member(members, 'algorithm').text();
  if (!isAlgorithm(algorithm)) {
    throw new GenesisError('GENESIS_KEY', `${field.path}.algorithm must be ed25519, p256 or sm2`);
  }
  const publicKey = member(members, 'publicKey').base64();
  if (!publicKeyIsAcceptable(algorithm, publicKey)) {
    throw new GenesisError('GENESIS_KEY', `${field.path}.publicKey is no safe ${algorithm} key`);
  }
  return { algorithm, publicKey };
}

function isAlgorithm(name: string): name is SignatureAlgorithm {
  return name === 'ed25519' || name === 'p256' || name === 'sm2';
}

function checkUnique(organizations: readonly GenesisOrganization[]): void {
  const ids = new Set<string>();
  const keys = new Set<string>();
  for (const { id, keys: own } of organizations) {
    if (ids.has(id)) throw new GenesisError('GENESIS_ORGANIZATION', `organization ${id} twice`);
    ids.add(id);
    for (const { algorithm, publicKey } of own) {
      const key = keyId(algorithm, publicKey).join();
      if (keys.has(key)) throw new GenesisError('GENESIS_KEY', `a key of ${id} appears twice`);
      keys.add(key);
    }
  }
  if (organizations.some(({ roles }) => roles.includes('administrator'))) return;
  throw new GenesisError(
    'GENESIS_NO_ADMINISTRATOR',
    'no organization has the role administrator: nobody could ever admit another one',
  );
}
