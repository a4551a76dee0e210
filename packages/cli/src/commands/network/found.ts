import { encodeHex, parseGenesis } from '@touchmark/codec';
import type { GivenKey, Role } from '@touchmark/ledger';
import { createGenesis } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { oneOrMore, optional, repeated, required } from '../../command/parameter.ts';
import { listOf, text } from '../../command/parse.ts';
import { UsageError } from '../../command/usage-error.ts';
import { hasCode } from '../../files/has-code.ts';
import { writeOutput } from '../../files/write-output.ts';
import { parsePublicKey } from '../../keystore/describe-key.ts';
import { keystoreDirectory, readStoredKey } from '../../keystore/keystore.ts';
import { KEYSTORE_OPTION } from '../../options/keys.ts';
import { role } from '../../options/organization.ts';
import { readConstitutionFile } from '../../transaction/read-constitution.ts';
import { inLanguage } from '../../output/in-language.ts';
import { shellWord } from '../../output/shell-word.ts';

interface NamedKey {
  readonly name: string;
  readonly key: string;
}

/** `NAME=KEY`, where KEY is a name in the keystore or `ed25519:HEX`. */
function namedKey(given: string): NamedKey {
  const [name = '', key = '', ...rest] = given.split('=');
  if (name !== '' && key !== '' && rest.length === 0) return { name, key };
  throw new RangeError(
    `must be NAME=KEY, such as acme=acme-key or acme=ed25519:HEX, not "${given}".`,
  );
}

interface Founder extends NamedKey {
  readonly roles: readonly Role[];
}

const ADMINISTRATOR: readonly Role[] = ['administrator'];

/** `acme=KEY`, or `acme:top-operator,validator=KEY`. */
function foundingOrganization(given: string): Founder {
  const { name: head, key } = namedKey(given);
  const [name = '', words] = head.split(':');
  return { name, key, roles: words === undefined ? [] : listOf(role)(words) };
}

async function resolveKey(directory: string, key: string): Promise<GivenKey> {
  if (key.includes(':')) return parsePublicKey(key);
  const { algorithm, publicKey } = await readStoredKey(directory, key);
  return { algorithm, publicKey };
}

function validatorKey(name: string, { algorithm, publicKey }: GivenKey): Uint8Array {
  if (algorithm === 'ed25519') return publicKey;
  throw new UsageError(`Validators sign with ed25519; the key of "${name}" is ${algorithm}.`);
}

export const command = defineCommand({
  path: 'network found',
  summary: 'Write the genesis file of a new network',
  details:
    'The genesis file says who signs blocks and who admits organizations. Everybody who checks ' +
    'answers needs it, unchanged: give it to them by a way they trust.',
  examples: [
    'touchmark network found --chain-id acme-1 --administrator acme=acme --validator node1=node1 --out genesis.json',
    'touchmark network found --chain-id acme-1 --administrator acme=acme --organization lab:auditor=ed25519:HEX --validator node1=node1 --constitution constitution.json --out genesis.json',
  ],
  arguments: {},
  options: {
    chainId: required('--chain-id <id>', 'name of the network, never used before', text),
    administrator: oneOrMore(
      '--administrator <id=key>',
      'organization that may admit others; ID:ROLE=KEY gives it more roles',
      foundingOrganization,
    ),
    validator: oneOrMore(
      '--validator <name=key>',
      'signer of blocks, each with the same power',
      namedKey,
    ),
    organization: repeated(
      '--organization <id=key>',
      'another organization from the beginning; ID:ROLE,ROLE=KEY gives it roles',
      foundingOrganization,
    ),
    constitution: optional(
      '--constitution <file>',
      'who decides what by which rule, as `constitution show --json` prints it',
      text,
      { otherwise: 'administrators act, and two thirds of them change the rules' },
    ),
    out: required('--out <file>', 'file to write; it must not exist', text),
    ...KEYSTORE_OPTION,
  },
  async run(context, values) {
    const { output } = context;
    const directory = keystoreDirectory(values.keystore);
    const founders = [
      ...values.administrator.map(({ roles, ...founder }) => ({
        ...founder,
        roles: [...new Set([...ADMINISTRATOR, ...roles])],
      })),
      ...values.organization,
    ];
    const organizations = await Promise.all(
      founders.map(async ({ name, key, roles }) => ({
        id: name,
        name,
        roles,
        keys: [await resolveKey(directory, key)],
      })),
    );
    const validators = await Promise.all(
      values.validator.map(async ({ name, key }) => ({
        name,
        publicKey: validatorKey(name, await resolveKey(directory, key)),
      })),
    );
    const file = values.constitution;
    const given =
      file === undefined ? {} : { constitution: await readConstitutionFile(context, file) };
    const bytes = createGenesis({ chainId: values.chainId, organizations, validators, ...given });
    await writeNew(values.out, bytes);
    const hash = encodeHex(parseGenesis(bytes).hash);
    const how = initialization(values.out, validators.length);
    output.talk(
      inLanguage(
        context,
        `Saved in ${values.out}. Next, for each validator:\n${how}`,
        `已保存到 ${values.out}。下一步，对每个验证者执行：\n${how}`,
      ),
    );
    output.result(
      { chainId: values.chainId, hash, file: values.out },
      () => `${values.chainId}  ${hash}`,
    );
  },
});

/** Several decide together, which takes CometBFT. */
function initialization(genesis: string, validators: number): string {
  const words = `  npx touchmark node init --genesis ${shellWord(genesis)} --validator-key NAME --data DIR`;
  if (validators === 1) return words;
  const program = '"$(npm run --silent setup:cometbft -- v0.39)"';
  return `${words} \\\n    --engine cometbft --cometbft ${program} --peer ID@HOST:26656`;
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeOutput(path, bytes, { exclusive: true });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    throw new UsageError(`${path} exists; it was not touched. Give another name with --out.`);
  }
}
