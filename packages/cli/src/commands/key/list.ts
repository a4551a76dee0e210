import { encodeHex } from '@touchmark/codec';
import type { UnverifiedKey } from '@touchmark/sdk';
import { openClient } from '../../client/open-client.ts';
import type { CommandContext } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { optional, type ValuesOf } from '../../command/parameter.ts';
import { keyJson, publicKeyText } from '../../keystore/describe-key.ts';
import { keystoreDirectory, listKeys, type StoredKey } from '../../keystore/keystore.ts';
import { organizationId } from '../../options/organization.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { keyStatusText } from '../../output/key-status.ts';
import { isoTime } from '../../output/plain.ts';
import { textTable } from '../../output/text-table.ts';
import { inLanguage } from '../../output/in-language.ts';

const OPTIONS = {
  organization: optional(
    '--organization <id>',
    'also show what the ledger says of each key: ask a node for the keys of this organization',
    organizationId,
  ),
  ...READING_OPTIONS,
};

/** What the node says of an organization's keys, by key id. */
async function keysOnLedger(
  context: CommandContext,
  values: ValuesOf<typeof OPTIONS>,
): Promise<Map<string, UnverifiedKey> | undefined> {
  if (values.organization === undefined) return undefined;
  const client = await openClient(context, values);
  const { keys } = await client.organizationUnverified(values.organization);
  return new Map(keys.map((key) => [key.id, key]));
}

interface Standing {
  readonly status: string;
  readonly notBefore?: string;
  readonly notAfter?: string;
}

const NOT_THERE = 'unknown';

function standingOf(key: StoredKey, onLedger: ReadonlyMap<string, UnverifiedKey>): Standing {
  const found = onLedger.get(encodeHex(key.keyId));
  return {
    status: found?.status ?? NOT_THERE,
    ...(found?.notBeforeMs === undefined ? {} : { notBefore: isoTime(found.notBeforeMs) }),
    ...(found?.notAfterMs === undefined ? {} : { notAfter: isoTime(found.notAfterMs) }),
  };
}

export const command = defineCommand({
  path: 'key list',
  summary: 'List the keys in the keystore',
  details:
    'With --organization the status of each key on the ledger stands beside it, as the node tells ' +
    'it (not proven), at the time of the newest block: active, overlap (it was replaced and signs ' +
    'until then), not-yet, expired, revoked, recovery, or unknown: not a key of this organization.',
  examples: [
    'touchmark key list',
    'touchmark key list --organization acme',
    'touchmark key list --keystore .touchmark/keys --json',
  ],
  arguments: {},
  options: OPTIONS,
  async run(context, values) {
    const { output } = context;
    const directory = keystoreDirectory(values.keystore);
    const keys = await listKeys(directory);
    if (keys.length === 0)
      output.talk(
        inLanguage(
          context,
          `There are no keys in ${directory}. Make one: touchmark key create NAME`,
          `${directory} 中没有密钥。生成密钥：touchmark key create NAME`,
        ),
      );
    const onLedger = await keysOnLedger(context, values);
    const standings = keys.map((key) => onLedger && standingOf(key, onLedger));
    const shown = keys.map((key, index) => {
      const standing = standings[index];
      return { ...keyJson(key), ...(standing === undefined ? {} : { ledger: standing }) };
    });
    const proven = onLedger === undefined ? {} : { proven: false };
    output.result({ keystore: directory, keys: shown, ...proven }, () =>
      textTable(
        keys.map((key, index) => {
          const standing = standings[index];
          return [
            key.name,
            encodeHex(key.keyId),
            publicKeyText(key),
            ...(standing === undefined
              ? []
              : [keyStatusText(standing.status, standing.notBefore, standing.notAfter)]),
          ];
        }),
      ),
    );
  },
});
