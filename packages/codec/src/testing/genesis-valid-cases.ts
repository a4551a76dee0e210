import { sha256 } from '@touchmark/crypto';
import { encodeGenesis } from '../genesis/encode.ts';
import { DEFAULT_CONSENSUS_PARAMS, type GenesisContent } from '../genesis/types.ts';
import { testValidators } from './comet-chain.ts';
import { testKey } from './transaction-keys.ts';
import { hex, utf8 } from './vector-files.ts';

export interface GenesisValidCase {
  name: string;
  /** The file's text, UTF-8. */
  genesis: string;
  /** SHA-256 of the file. */
  hash: string;
  chainId: string;
  /** Addresses in consensus order. */
  validators: string[];
  organizations: string[];
}

const { publicKey } = testKey('ed25519', 'administrator');

export const SMALL: GenesisContent = {
  chainId: 'touchmark-test-1',
  genesisTime: { seconds: 1_767_225_600n, nanos: 0 },
  initialHeight: 1,
  validators: testValidators([10n]).map((validator) => ({ ...validator, name: 'first' })),
  consensusParams: DEFAULT_CONSENSUS_PARAMS,
  appState: {
    organizations: [
      {
        id: 'founder',
        name: 'Founder 发起人',
        roles: ['administrator', 'top-operator'],
        keys: [{ algorithm: 'ed25519', publicKey }],
      },
    ],
    parameters: {},
  },
};

const LARGER: GenesisContent = {
  ...SMALL,
  genesisTime: { seconds: 1_767_225_600n, nanos: 123_456_789 },
  initialHeight: 1000,
  validators: testValidators([1n, 10n, 10n, 7n]).map((validator) => ({ ...validator, name: '' })),
  appState: {
    organizations: [
      ...SMALL.appState.organizations,
      {
        id: 'second-2',
        name: 'Second',
        roles: [],
        keys: (['ed25519', 'p256', 'sm2'] as const).map((algorithm) => {
          return { algorithm, publicKey: testKey(algorithm, 'second').publicKey };
        }),
      },
    ],
    parameters: { maxPrefixDepth: 16, openRegistration: false, motto: 'a "quoted" text' },
  },
};

export const GOVERNED: GenesisContent = {
  ...SMALL,
  appState: {
    ...SMALL.appState,
    constitution: {
      committees: [{ name: 'board', organizations: ['founder'] }],
      rules: [
        {
          action: '*',
          threshold: '2/3',
          electorate: ['role:administrator', 'committee:board', 'organization:founder', 'members'],
          quorum: '1/2',
          votingMs: 604_800_000,
          delayMs: 86_400_000,
          veto: ['role:regulator'],
        },
        {
          action: 'organizations.suspend-urgently',
          threshold: 'any',
          electorate: ['role:administrator'],
          quorum: '0/1',
          votingMs: 60_000,
          delayMs: 0,
          veto: [],
        },
      ],
    },
  },
};

export const textOf = (content: GenesisContent): string =>
  new TextDecoder().decode(encodeGenesis(content));

/** As CometBFT writes it: keys sorted, no address, 0.39's authority group. */
function otherSpelling(): string {
  const document: unknown = JSON.parse(textOf(SMALL));
  return JSON.stringify(document, ['genesis_time', 'chain_id', ...nestedKeys(document)])
    .replace('"consensus_params":{', '"consensus_params":{"authority":{"authority":""},')
    .replace('"app_hash":"",', '')
    .replace(/"address":"[0-9A-F]*",/, '')
    .replace('发', String.raw`\u53d1`);
}

function nestedKeys(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [...nestedKeys(item), key]);
}

export function genesisValidCases(): GenesisValidCase[] {
  const cases: [name: string, content: GenesisContent, genesis: string][] = [
    ['one validator, one organization', SMALL, textOf(SMALL)],
    ['several of each', LARGER, textOf(LARGER)],
    ['a constitution', GOVERNED, textOf(GOVERNED)],
    [
      'other order, no optional field, escapes: the same content, another hash',
      SMALL,
      otherSpelling(),
    ],
  ];
  return cases.map(([name, content, genesis]) => ({
    name,
    genesis,
    hash: hex(sha256(utf8(genesis))),
    chainId: content.chainId,
    validators: content.validators.map(({ address }) => hex(address)),
    organizations: content.appState.organizations.map(({ id }) => id),
  }));
}
