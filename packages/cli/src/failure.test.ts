import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TransferError } from '@touchmark/engine';
import { IdentifierError } from '@touchmark/codec';
import { ProblemError, SdkError } from '@touchmark/sdk';
import { VerifyError } from '@touchmark/verify';
import { CommanderError } from 'commander';
import { UsageError } from './command/usage-error.ts';
import { BackupError } from './backup/backup-error.ts';
import { failureOf } from './failure.ts';

const systemError = (code: string, more: object = {}): Error =>
  Object.assign(new Error(`${code}: what the system says`), { code, ...more });

const EXPECTED: readonly (readonly [error: unknown, exitCode: number, code: string])[] = [
  [
    new CommanderError(1, 'commander.unknownOption', "error: unknown option '--x'"),
    2,
    'USAGE_INVALID',
  ],
  [new UsageError('no'), 2, 'USAGE_INVALID'],
  [new IdentifierError('IDENTIFIER_PREFIX', 'no'), 2, 'IDENTIFIER_PREFIX'],
  [systemError('ENOENT', { path: '/a' }), 2, 'SYSTEM_ENOENT'],
  [new VerifyError('VERIFY_PROOF_INVALID', 'no'), 4, 'VERIFY_PROOF_INVALID'],
  [new SdkError('SDK_UNPROVEN', 'no'), 4, 'SDK_UNPROVEN'],
  [new SdkError('SDK_WRONG_NETWORK', 'no'), 4, 'SDK_WRONG_NETWORK'],
  [new SdkError('SDK_UNREACHABLE', 'no'), 5, 'SDK_UNREACHABLE'],
  [new SdkError('SDK_OVERLOADED', 'no'), 5, 'SDK_OVERLOADED'],
  [new SdkError('SDK_OUTCOME_UNKNOWN', 'no'), 5, 'SDK_OUTCOME_UNKNOWN'],
  [systemError('ECONNREFUSED', { address: '1.2.3.4', port: 5 }), 5, 'SYSTEM_ECONNREFUSED'],
  [systemError('ENOSPC', { path: '/a' }), 1, 'SYSTEM_ENOSPC'],
  [new SdkError('SDK_KEYSTORE_PASSPHRASE', 'no'), 1, 'SDK_KEYSTORE_PASSPHRASE'],
  [new ProblemError(400, { code: 'IDENTIFIER_PREFIX', detail: 'no' }), 1, 'IDENTIFIER_PREFIX'],
  [systemError('STATE_CORRUPT'), 4, 'STATE_CORRUPT'],
  [systemError('STATE_FULL'), 1, 'STATE_FULL'],
  [systemError('ENGINE_STORE_CORRUPT'), 4, 'ENGINE_STORE_CORRUPT'],
  [new TransferError('EXPORT_TRUNCATED', 'no'), 4, 'EXPORT_TRUNCATED'],
  [new TransferError('EXPORT_VERSION', 'no'), 2, 'EXPORT_VERSION'],
  [new TransferError('IMPORT_DIFFERS', 'no'), 4, 'IMPORT_DIFFERS'],
  [new BackupError('BACKUP_DAMAGED', 'no'), 4, 'BACKUP_DAMAGED'],
  [new BackupError('BACKUP_EXISTS', 'no'), 2, 'BACKUP_EXISTS'],
  [new DOMException('stop', 'AbortError'), 1, 'INTERRUPTED'],
  [new TypeError('undefined is not a function'), 1, 'INTERNAL'],
  ['thrown text', 1, 'INTERNAL'],
];

for (const [error, exitCode, code] of EXPECTED) {
  test(`${code}: exit ${exitCode}`, () => {
    const failure = failureOf(error);
    assert.deepEqual([failure.exitCode, failure.code], [exitCode, code]);
    assert.notEqual(failure.message, '');
  });
}

test("the system's errors name the file or address, and say what to do", () => {
  const full = failureOf(systemError('ENOSPC', { path: '/var/data' }));
  assert.match(full.message, /^The disk is full; \/var\/data was not written\. Free some space/);
  const refused = failureOf(systemError('ECONNREFUSED', { address: '1.2.3.4', port: 5 }));
  assert.match(refused.message, /^Nothing answers at 1\.2\.3\.4:5\./);
});

test("a node's problem says what happened and what to do, once", () => {
  const problem = { code: 'X_Y', title: 'The block is not there', detail: 'Ask later.' };
  assert.equal(
    failureOf(new ProblemError(404, problem)).message,
    'The block is not there. Ask later.',
  );
  const same = { code: 'X_Y', title: 'Gone', detail: 'Gone for good.' };
  assert.equal(failureOf(new ProblemError(404, same)).message, 'Gone for good.');
});

test('a fault of the program comes with the lines that help to find it', () => {
  assert.match(failureOf(new TypeError('oops')).message, /report it[\s\S]*TypeError: oops\n\s+at /);
});
