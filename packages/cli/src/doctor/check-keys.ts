import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { encodeHex, equalBytes, parseGenesis } from '@touchmark/codec';
import { publicKeyOf } from '@touchmark/crypto';
import { decodeValidatorKey } from '@touchmark/node';
import { FILES } from '../data-directory/files.ts';
import { listKeys, type StoredKey } from '../keystore/keystore.ts';
import { isoTime } from '../output/plain.ts';
import { failure, type Finding, ok, warning } from './finding.ts';
import type { Subject } from './subject.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 30;
const OLD_DAYS = 365;

/**
 * When a key ends, whoever says so: the key's own file today, the ledger's state where it is
 * asked.
 */
export interface KnownExpiry {
  readonly name: string;
  readonly notAfterMs: number;
}

export async function checkKeys(subject: Subject): Promise<Finding[]> {
  const findings = [await validatorKey(subject)];
  for (const directory of subject.keystores) {
    try {
      for (const key of await listKeys(directory))
        findings.push(aboutKey(key, await storedKey(key, subject.nowMs)));
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      findings.push(warning('keys', detail, `Look at the key files in ${directory}.`));
    }
  }
  return findings;
}

function aboutKey({ name, notAfterMs }: StoredKey, finding: Finding): Finding {
  return { ...finding, key: notAfterMs === undefined ? { name } : { name, notAfterMs } };
}

async function validatorKey({ directory, configuration }: Subject): Promise<Finding> {
  const check = 'keys.validator';
  if (configuration !== undefined && configuration.node.validatorKey !== '') {
    return ok(check, 'Given in the environment.');
  }
  const given = configuration?.node.validatorKeyFile ?? '';
  const file = given === '' ? resolve(directory, FILES.validatorKey) : resolve(given);
  if (!existsSync(file)) {
    const advice = 'Put it there from where it is kept. Never let two nodes sign with one key.';
    return failure(check, `There is no ${file}: the node can't start.`, advice);
  }
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0) {
    return failure(check, `Others can read ${file}.`, `Make it private: chmod 600 ${file}`);
  }
  return ofThisNetwork(file, resolve(directory, FILES.genesis));
}

async function ofThisNetwork(file: string, genesisFile: string): Promise<Finding> {
  const check = 'keys.validator';
  try {
    const publicKey = publicKeyOf(
      'ed25519',
      decodeValidatorKey(await readFile(file, 'utf8'), file),
    );
    const { validators } = parseGenesis(await readFile(genesisFile));
    const found = validators.find((validator) => equalBytes(validator.publicKey, publicKey));
    if (found !== undefined) return ok(check, `It is that of "${found.name}" in the genesis file.`);
    const advice = 'Give the key that belongs to this network.';
    return failure(check, `${encodeHex(publicKey)} is no validator of the genesis file.`, advice);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return failure(check, detail, 'Put the validator key there again.');
  }
}

async function storedKey({ name, file, notAfterMs }: StoredKey, nowMs: number): Promise<Finding> {
  const check = `keys.${name}`;
  if (notAfterMs !== undefined) return expiry(check, { name, notAfterMs }, nowMs);
  const { birthtimeMs, mtimeMs } = await stat(file);
  const days = Math.floor((nowMs - Math.min(birthtimeMs || mtimeMs, mtimeMs)) / DAY_MS);
  if (days < OLD_DAYS) return ok(check, `${days} days old; its file names no end.`);
  const advice = 'Replace it by a new one, and let both overlap for a while.';
  return warning(check, `${days} days old; its file names no end.`, advice);
}

function expiry(check: string, { notAfterMs }: KnownExpiry, nowMs: number): Finding {
  const days = Math.floor((notAfterMs - nowMs) / DAY_MS);
  const until = isoTime(notAfterMs);
  const advice =
    'Make its successor and replace it: touchmark organization rotate-key lets both overlap.';
  if (days < 0) return failure(check, `Past its end, ${until}.`, advice);
  if (days < SOON_DAYS) return warning(check, `It ends in ${days} days, ${until}.`, advice);
  return ok(check, `It ends in ${days} days, ${until}.`);
}
