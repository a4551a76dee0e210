import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { encodeValidatorKey } from '@touchmark/node';
import { createGenesis } from '@touchmark/sdk';
import { DataDirectoryError } from '../data-directory/data-directory-error.ts';
import { FILES } from '../data-directory/files.ts';
import { writeOutput } from '../files/write-output.ts';
import type { ExampleKeys } from './example-keys.ts';
import { readSeeding, writeSeeding } from './seeding-record.ts';

/** Names of the two keys that found the network, in the example's keystore. */
export const ADMINISTRATOR = 'network-office';
export const VALIDATOR = 'validator';

/**
 * Founds the network unless it is founded. The genesis file is written last: until it is there,
 * nothing has happened and all of this can be done again.
 */
export async function foundExample(
  directory: string,
  keys: ExampleKeys,
  example: string,
): Promise<void> {
  const genesisFile = resolve(directory, FILES.genesis);
  if (existsSync(genesisFile)) return;
  if (existsSync(resolve(directory, FILES.ledger))) {
    throw new DataDirectoryError(
      'DATA_DIRECTORY_INCOMPLETE',
      `${directory} holds a ledger, but its ${FILES.genesis} is missing. Put it back, or start over with --fresh.`,
    );
  }
  await refuseForeignKey(directory);
  const administrator = await keys.get(ADMINISTRATOR);
  const validator = await keys.get(VALIDATOR);
  const genesis = createGenesis({
    chainId: `touchmark-example-${randomBytes(4).toString('hex')}`,
    validators: [
      { name: 'Single validator of the example network', publicKey: validator.publicKey },
    ],
    organizations: [
      {
        id: ADMINISTRATOR,
        name: 'Network Office · 网络管理办公室',
        roles: ['administrator'],
        keys: [{ algorithm: administrator.algorithm, publicKey: administrator.publicKey }],
      },
    ],
  });
  // First the word that all of this is an example's: --fresh removes nothing without it.
  await writeSeeding(directory, { example, complete: false });
  await writeOutput(
    resolve(directory, FILES.validatorKey),
    encodeValidatorKey(validator.secretKey),
    { secret: true },
  );
  await writeOutput(genesisFile, genesis, { exclusive: true });
}

/** A validator key that `start` did not put there may be the only copy: it is never replaced. */
async function refuseForeignKey(directory: string): Promise<void> {
  if (!existsSync(resolve(directory, FILES.validatorKey))) return;
  if ((await readSeeding(directory)) !== undefined) return;
  throw new DataDirectoryError(
    'DATA_DIRECTORY_FOREIGN',
    `${directory} holds a ${FILES.validatorKey} of another network; nothing was touched. ` +
      'Give another directory with --data.',
  );
}
