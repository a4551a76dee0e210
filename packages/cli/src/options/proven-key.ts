import { proveKey, type ProvenKey } from '@touchmark/sdk';
import type { CommandContext } from '../command/context.ts';
import type { Parse, ValuesOf } from '../command/parameter.ts';
import { UsageError } from '../command/usage-error.ts';
import { parsePublicKey, parseProvenKey, publicKeyText } from '../keystore/describe-key.ts';
import { keyName, listKeys, openKey } from '../keystore/keystore.ts';
import { passphraseFor } from '../keystore/passphrase.ts';
import { passphraseSource, type PASSPHRASE_OPTIONS } from './keys.ts';

/** A key to register: proven by its holder, or one of this keystore, by its name or its public part. */
export type KeyToRegister =
  | { readonly proven: ProvenKey }
  | { readonly name: string }
  | { readonly publicKey: string };

export const KEY_TO_REGISTER =
  'what `touchmark key prove` printed for it, or a key of this keystore';

export const keyToRegister: Parse<KeyToRegister> = (given) => {
  const parts = given.split(':').length;
  if (parts === 1) return { name: keyName(given) };
  if (parts === 2) return { publicKey: publicKeyText(parsePublicKey(given)) };
  return { proven: parseProvenKey(given) };
};

/** Keys with their proofs; those of this keystore prove themselves here. */
export async function provenKeys(
  context: CommandContext,
  values: ValuesOf<typeof PASSPHRASE_OPTIONS>,
  owner: { readonly chainId: string; readonly organization: string },
  given: readonly KeyToRegister[],
): Promise<ProvenKey[]> {
  const proven: ProvenKey[] = [];
  for (const key of given) {
    if ('proven' in key) {
      proven.push(key.proven);
      continue;
    }
    const source = passphraseSource(values);
    const name = 'name' in key ? key.name : await nameOf(source.directory, key.publicKey);
    const passphrase = await passphraseFor(context, source, name);
    proven.push(proveKey(await openKey(source.directory, name, passphrase), owner));
  }
  return proven;
}

async function nameOf(directory: string, publicKey: string): Promise<string> {
  const found = (await listKeys(directory)).find((key) => publicKeyText(key) === publicKey);
  if (found !== undefined) return found.name;
  throw new UsageError(
    `--public-key: nobody has shown to hold the secret of ${publicKey}. Its holder runs ` +
      '`touchmark key prove`; give what that prints.',
  );
}
