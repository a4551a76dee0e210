import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { encodeHex, equalBytes, parseGenesis } from '@touchmark/codec';
import { publicKeyOf } from '@touchmark/crypto';
import { decodeValidatorKey } from '@touchmark/node';
import { FILES } from '../data-directory/files.ts';
import { listKeys, type StoredKey } from '../keystore/keystore.ts';
import { inLanguage } from '../output/in-language.ts';
import { isoTime } from '../output/plain.ts';
import { detailOf } from './detail-of.ts';
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
        findings.push(aboutKey(key, await storedKey(key, subject)));
    } catch (error) {
      const detail = detailOf(subject, error);
      const advice = inLanguage(
        subject,
        `Look at the key files in ${directory}.`,
        `请检查 ${directory} 中的密钥文件。`,
      );
      findings.push(warning('keys', detail, advice));
    }
  }
  return findings;
}

function aboutKey({ name, notAfterMs }: StoredKey, finding: Finding): Finding {
  return { ...finding, key: notAfterMs === undefined ? { name } : { name, notAfterMs } };
}

async function validatorKey(subject: Subject): Promise<Finding> {
  const { directory, configuration } = subject;
  const check = 'keys.validator';
  if (configuration !== undefined && configuration.node.validatorKey !== '') {
    return ok(check, inLanguage(subject, 'Given in the environment.', '由环境变量给出。'));
  }
  const given = configuration?.node.validatorKeyFile ?? '';
  const file = given === '' ? resolve(directory, FILES.validatorKey) : resolve(given);
  if (!existsSync(file)) {
    const advice = inLanguage(
      subject,
      'Put it there from where it is kept. Never let two nodes sign with one key.',
      '请从保管处取来放入。绝不要让两个节点用同一密钥签名。',
    );
    const detail = inLanguage(
      subject,
      `There is no ${file}: the node can't start.`,
      `文件 ${file} 不存在：节点无法启动。`,
    );
    return failure(check, detail, advice);
  }
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0) {
    const detail = inLanguage(subject, `Others can read ${file}.`, `其他用户可读取 ${file}。`);
    const advice = inLanguage(
      subject,
      `Make it private: chmod 600 ${file}`,
      `请改为私有：chmod 600 ${file}`,
    );
    return failure(check, detail, advice);
  }
  const isReplicated = configuration?.engine.mode === 'cometbft';
  return ofThisNetwork(subject, file, isReplicated);
}

async function ofThisNetwork(
  subject: Subject,
  file: string,
  isReplicated: boolean,
): Promise<Finding> {
  const check = 'keys.validator';
  const genesisFile = resolve(subject.directory, FILES.genesis);
  try {
    const publicKey = publicKeyOf(
      'ed25519',
      decodeValidatorKey(await readFile(file, 'utf8'), file),
    );
    const { validators } = parseGenesis(await readFile(genesisFile));
    const found = validators.find((validator) => equalBytes(validator.publicKey, publicKey));
    if (found !== undefined) {
      const detail = inLanguage(
        subject,
        `It is that of "${found.name}" in the genesis file.`,
        `它是创世文件中 "${found.name}" 的密钥。`,
      );
      return ok(check, detail);
    }
    const hex = encodeHex(publicKey);
    if (isReplicated) {
      const detail = inLanguage(
        subject,
        `${hex}: the genesis file does not name it. It signs if the members have decided so: touchmark network doctor`,
        `${hex}：创世文件未列出。若成员已作决定，它会签名：touchmark network doctor`,
      );
      return ok(check, detail);
    }
    const advice = inLanguage(
      subject,
      'Give the key that belongs to this network.',
      '请提供属于本网络的密钥。',
    );
    const detail = inLanguage(
      subject,
      `${hex} is no validator of the genesis file.`,
      `${hex} 不是创世文件中的验证者。`,
    );
    return failure(check, detail, advice);
  } catch (error) {
    const detail = detailOf(subject, error);
    const advice = inLanguage(
      subject,
      'Put the validator key there again.',
      '请重新放入验证者密钥。',
    );
    return failure(check, detail, advice);
  }
}

async function storedKey(
  { name, file, notAfterMs }: StoredKey,
  subject: Subject,
): Promise<Finding> {
  const { nowMs } = subject;
  const check = `keys.${name}`;
  if (notAfterMs !== undefined) return expiry(check, { name, notAfterMs }, subject);
  const { birthtimeMs, mtimeMs } = await stat(file);
  const days = Math.floor((nowMs - Math.min(birthtimeMs || mtimeMs, mtimeMs)) / DAY_MS);
  const detail = inLanguage(
    subject,
    `${days} days old; its file names no end.`,
    `已使用 ${days} 天；文件未写明期限。`,
  );
  if (days < OLD_DAYS) return ok(check, detail);
  const advice = inLanguage(
    subject,
    'Replace it by a new one, and let both overlap for a while.',
    '请换用新密钥，并让两者并存一段时间。',
  );
  return warning(check, detail, advice);
}

function expiry(check: string, { notAfterMs }: KnownExpiry, subject: Subject): Finding {
  const days = Math.floor((notAfterMs - subject.nowMs) / DAY_MS);
  const until = isoTime(notAfterMs);
  const advice = inLanguage(
    subject,
    'Make its successor and replace it: touchmark organization rotate-key lets both overlap.',
    '请生成后继密钥并更换：touchmark organization rotate-key 可让两者并存。',
  );
  if (days < 0) {
    const past = inLanguage(subject, `Past its end, ${until}.`, `已于 ${until} 到期。`);
    return failure(check, past, advice);
  }
  const detail = inLanguage(
    subject,
    `It ends in ${days} days, ${until}.`,
    `${days} 天后到期（${until}）。`,
  );
  return days < SOON_DAYS ? warning(check, detail, advice) : ok(check, detail);
}
