import { sha256 } from '@touchmark/crypto';
import { encodeBase64 } from '../base64.ts';
import { encodeHex } from '../hex.ts';
import type { GenesisErrorCode } from '../genesis/genesis-error.ts';
import { MAX_TOTAL_POWER } from '../comet/validators-transport.ts';
import { testValidators } from './comet-chain.ts';
import { upperHex, validatorJson } from './comet-json.ts';
import { SMALL, textOf } from './genesis-valid-cases.ts';
import { testKey } from './transaction-keys.ts';
import { unhex } from './vector-files.ts';

export interface GenesisInvalidCase {
  name: string;
  genesis: string;
  code: GenesisErrorCode;
}

const text = textOf(SMALL);
const adminKey = encodeBase64(testKey('ed25519', 'administrator').publicKey);
const sm2Key = encodeBase64(testKey('sm2', 'second').publicKey);
const identityPointBytes = unhex(`01${'00'.repeat(31)}`);
const identityPoint = encodeBase64(identityPointBytes);
/** Refused for what it is, not for an address of another key. */
const identityAddress = encodeHex(sha256(identityPointBytes).subarray(0, 20)).toUpperCase();

const address = upperHex(SMALL.validators[0]!.address);

/** Two validators whose powers are allowed one by one. */
function twoStrong(): string {
  const strong = testValidators([MAX_TOTAL_POWER, MAX_TOTAL_POWER]).map(validatorJson);
  return `"validators": ${JSON.stringify(strong)}`;
}

/** The text with one place changed; throws if the place is not there. */
function edit(from: string | RegExp, to: string): string {
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`nothing to replace: ${String(from)}`);
  return edited;
}

type Edits = readonly (readonly [
  code: GenesisErrorCode,
  cases: readonly (readonly [name: string, genesis: string])[],
])[];

const organization = `{"id": "x2", "name": "X", "roles": [], "keys": [{"algorithm": "sm2", "publicKey": "${sm2Key}"}]}`;
const withSecond = (second: string): string =>
  edit('"organizations": [', `"organizations": [${second},`);

const rule = '"threshold": "any", "electorate": ["members"], "votingMs": 60000';
const governed = (constitution: string): string =>
  edit('"parameters": {}', `"parameters": {}, "constitution": ${constitution}`);
const ruled = (members: string, action = '*'): string =>
  governed(`{"rules": {"${action}": {${members}}}}`);

const CONSTITUTION_FAULTS: Edits = [
  [
    'GENESIS_FIELD_MISSING',
    [
      ['no rules', governed('{}')],
      ['no threshold', ruled('')],
    ],
  ],
  [
    'GENESIS_FIELD_UNKNOWN',
    [
      ['unknown field of a constitution', governed('{"rules": {}, "x": 1}')],
      ['unknown field of a rule', ruled(`${rule}, "x": 1`)],
    ],
  ],
  ['GENESIS_TYPE', [['rules in a list', governed('{"rules": []}')]]],
  [
    'GENESIS_VALUE',
    [
      ['class of actions', ruled(rule, 'naming')],
      ['threshold', ruled(rule.replace('any', 'some'))],
      ['threshold of nothing', ruled(rule.replace('any', '0/2'))],
      ['empty electorate', ruled(rule.replace('"members"', ''))],
      ['unknown part of an electorate', ruled(rule.replace('members', 'everybody'))],
      ['part of an electorate twice', ruled(rule.replace('"members"', '"members", "members"'))],
      ['quorum', ruled(`${rule}, "quorum": "half"`)],
      ['voting under a minute', ruled(rule.replace('60000', '59999'))],
      ['delay of more than 90 days', ruled(`${rule}, "delayMs": 7776000001`)],
      ['name of a committee', governed('{"committees": {"A": ["founder"]}, "rules": {}}')],
      ['empty committee', governed('{"committees": {"aa": []}, "rules": {}}')],
    ],
  ],
];

const JSON_FAULTS: Edits = [
  [
    'GENESIS_JSON',
    [
      ['empty', ''],
      ['byte order mark', `\ufeff${text}`],
      ['text after the end', `${text}x`],
      ['two documents', `${text}${text}`],
      ['cut', text.slice(0, -3)],
      ['comment', `// genesis\n${text}`],
      ['trailing comma', edit('"app_hash": "",', '"app_hash": "",,')],
      ['single quotes', edit('"app_hash": ""', "'app_hash': ''")],
      ['fraction', edit('"touchmark": 1', '"touchmark": 1.0')],
      ['exponent', edit('"touchmark": 1', '"touchmark": 1e0')],
      ['leading zero', edit('"touchmark": 1', '"touchmark": 01')],
      ['minus zero', edit('"parameters": {}', '"parameters": {"a": -0}')],
      ['beyond 2^53 - 1', edit('"parameters": {}', '"parameters": {"a": 9007199254740992}')],
      ['NaN', edit('"touchmark": 1', '"touchmark": NaN')],
      ['raw control character', edit('"first"', '"fir\tst"')],
      ['bad escape', edit('"first"', String.raw`"fir\xst"`)],
      ['lone surrogate', edit('"first"', String.raw`"\ud800"`)],
      ['no-break space between', edit('"app_hash": ""', '"app_hash":\u00a0""')],
    ],
  ],
  [
    'GENESIS_DUPLICATE_KEY',
    [
      ['at the top', edit('"app_hash": "",', '"app_hash": "", "app_hash": "",')],
      ['by an escape', edit('"app_hash": "",', String.raw`"app_hash": "", "app_h\u0061sh": "",`)],
      ['in a group', edit('"max_gas": "-1"', '"max_gas": "-1", "max_gas": "-1"')],
      ['two sets of validators', edit('"app_hash"', '"validators": [], "app_hash"')],
    ],
  ],
  [
    'GENESIS_TOO_DEEP',
    [
      ['2,000 arrays', '['.repeat(2000)],
      ['17 objects', `${'{"a":'.repeat(17)}1${'}'.repeat(17)}`],
    ],
  ],
];

const SHAPE_FAULTS: Edits = [
  [
    'GENESIS_FIELD_MISSING',
    [
      ['nothing there', '{}'],
      ['no chain id', edit(/"chain_id": "[^"]*",/, '')],
      ['no app state', edit(/,\s*"app_state": [^]*$/, '}')],
      ['no max_gas', edit(/,\s*"max_gas": "-1"/, '')],
      ['no power', edit(/"power": "10",/, '')],
      ['no organizations', edit(/"organizations": [^]*\],\s*"parameters"/, '"parameters"')],
      ['no keys', edit(/,\s*"keys": \[[^\]]*\]/, '')],
    ],
  ],
  [
    'GENESIS_FIELD_UNKNOWN',
    [
      ['at the top', edit('"app_hash"', '"note": "", "app_hash"')],
      ['other case', edit('"app_hash"', '"App_Hash"')],
      ['in the app state', edit('"touchmark": 1', '"touchmark": 1, "version": 1')],
      ['in an organization', edit('"id": "founder"', '"id": "founder", "url": ""')],
      ['in a validator', edit('"power"', '"proposer_priority": "0", "power"')],
      ['name of Object.prototype', edit('"app_hash"', '"__proto__": {}, "app_hash"')],
    ],
  ],
  [
    'GENESIS_TYPE',
    [
      ['null', 'null'],
      ['array', '[]'],
      ['height as a number', edit('"initial_height": "1"', '"initial_height": 1')],
      ['power as a number', edit('"power": "10"', '"power": 10')],
      ['format as text', edit('"touchmark": 1', '"touchmark": "1"')],
      ['validators as an object', edit(/"validators": \[[^\]]*\]/, '"validators": {}')],
      ['app state null', edit(/"app_state": [^]*$/, '"app_state": null}')],
      ['parameter null', edit('"parameters": {}', '"parameters": {"a": null}')],
      ['parameter array', edit('"parameters": {}', '"parameters": {"a": []}')],
    ],
  ],
  [
    'GENESIS_VALUE',
    [
      ['height 0', edit('"initial_height": "1"', '"initial_height": "0"')],
      ['height negative', edit('"initial_height": "1"', '"initial_height": "-1"')],
      ['height with a zero before', edit('"initial_height": "1"', '"initial_height": "01"')],
      ['height with a plus', edit('"initial_height": "1"', '"initial_height": "+1"')],
      ['height 2^53', edit('"initial_height": "1"', '"initial_height": "9007199254740992"')],
      ['power 0', edit('"power": "10"', '"power": "0"')],
      ['power of 20 digits', edit('"power": "10"', '"power": "99999999999999999999"')],
      ['no validators', edit(/"validators": \[[^\]]*\]/, '"validators": []')],
      ['app hash', edit('"app_hash": ""', '"app_hash": "00"')],
      ['block of no bytes', edit('"max_bytes": "4194304"', '"max_bytes": "0"')],
      ['block above 100 MiB', edit('"max_bytes": "4194304"', '"max_bytes": "104857601"')],
      ['no Ed25519', edit('"ed25519"\n', '"secp256k1"\n')],
      ['other format', edit('"touchmark": 1', '"touchmark": 2')],
      ['base64 without padding', edit(adminKey, adminKey.replace('=', ''))],
      ['base64url', edit(adminKey, `-_${adminKey.slice(2)}`)],
      ['base64 with spare bits', edit(adminKey, `${adminKey.slice(0, -2)}9=`)],
      [
        'no organizations',
        edit(/"organizations": \[[^]*\],\s*"parameters"/, '"organizations": [], "parameters"'),
      ],
      ['parameter name', edit('"parameters": {}', '"parameters": {"a b": 1}')],
    ],
  ],
];

const MEANING_FAULTS: Edits = [
  [
    'GENESIS_CHAIN_ID',
    [
      ['empty', edit('"touchmark-test-1"', '""')],
      ['51 characters', edit('"touchmark-test-1"', `"${'c'.repeat(51)}"`)],
      ['space', edit('"touchmark-test-1"', '"touchmark test"')],
      ['slash', edit('"touchmark-test-1"', '"touchmark/test"')],
    ],
  ],
  [
    'GENESIS_TIME',
    [
      ['no zone', edit('T00:00:00Z', 'T00:00:00')],
      ['offset', edit('T00:00:00Z', 'T00:00:00+08:00')],
      ['no such day', edit('2026-01-01T', '2026-02-30T')],
      ['date alone', edit('2026-01-01T00:00:00Z', '2026-01-01')],
    ],
  ],
  [
    'GENESIS_VALIDATOR',
    [
      ['other key type', edit('PubKeyEd25519', 'PubKeySecp256k1')],
      ['address of another key', edit(/"address": "../, '"address": "00')],
      ['address in lower case', edit(address, address.toLowerCase())],
      [
        'key of small order',
        edit(
          /"address": "[^"]*"([^"]*"pub_key"[^}]*"value": )"[^"]*"/,
          `"address": "${identityAddress}"$1"${identityPoint}"`,
        ),
      ],
      ['key of 31 bytes', edit(/("value": )"[^"]*"/, `$1"${encodeBase64(new Uint8Array(31))}"`)],
      ['the same twice', edit(/"validators": \[([^\]]*)\]/, '"validators": [$1,$1]')],
      ['total power above (2^63 - 1) / 8', edit(/"validators": \[[^\]]*\]/, twoStrong())],
    ],
  ],
  [
    'GENESIS_ORGANIZATION',
    [
      ['id of one character', edit('"founder"', '"f"')],
      ['id of 33', edit('"founder"', `"${'f'.repeat(33)}"`)],
      ['id with upper case', edit('"founder"', '"Founder"')],
      ['no name', edit('"Founder 发起人"', '""')],
      ['name of 129', edit('"Founder 发起人"', `"${'n'.repeat(129)}"`)],
      ['name with a line feed', edit('"Founder 发起人"', String.raw`"a\nb"`)],
      ['role with upper case', edit('"top-operator"', '"Top"')],
      ['role twice', edit('"top-operator"', '"administrator"')],
      ['id twice', withSecond(organization.replace('x2', 'founder'))],
    ],
  ],
  [
    'GENESIS_KEY',
    [
      ['other algorithm', edit('"algorithm": "ed25519"', '"algorithm": "secp256k1"')],
      ['of another algorithm', edit('"algorithm": "ed25519"', '"algorithm": "p256"')],
      ['small order', edit(adminKey, identityPoint)],
      ['empty', edit(adminKey, '')],
      [
        'in two organizations',
        withSecond(organization.replace('sm2', 'ed25519').replace(sm2Key, adminKey)),
      ],
    ],
  ],
  ['GENESIS_NO_ADMINISTRATOR', [['none', edit('"administrator",', '')]]],
];

export function genesisInvalidCases(): GenesisInvalidCase[] {
  return [...JSON_FAULTS, ...CONSTITUTION_FAULTS, ...SHAPE_FAULTS, ...MEANING_FAULTS].flatMap(
    ([code, cases]) => cases.map(([name, genesis]) => ({ name, genesis, code })),
  );
}
