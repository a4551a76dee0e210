import { CommanderError } from 'commander';
import { UsageError } from './command/usage-error.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { isJsonObject } from './files/json-object.ts';

/**
 * What a failed command says: a stable code, words that say what happened and what to do, the exit
 * code.
 */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly exitCode: ExitCode;
}

/** Exit codes of stable error codes, by their beginning; the first that fits decides. */
const EXIT_BY_CODE: readonly (readonly [beginning: string, exitCode: ExitCode])[] = [
  ['VERIFY_', EXIT.unproven],
  ['TRUST_', EXIT.unproven],
  ['SDK_UNPROVEN', EXIT.unproven],
  ['SDK_LEDGER_FORKED', EXIT.unproven],
  ['SDK_ANSWER_STALE', EXIT.unproven],
  ['SDK_WRONG_NETWORK', EXIT.unproven],
  ['SDK_OUTCOME_UNKNOWN', EXIT.unreachable],
  ['RECORD_', EXIT.absent],
  ['SDK_USAGE', EXIT.usage],
  ['SDK_PARTIAL_MALFORMED', EXIT.usage],
  ['SDK_SIGNER_UNKNOWN', EXIT.usage],
  ['PROOF_', EXIT.unproven],
  ['SDK_UNREACHABLE', EXIT.unreachable],
  ['SDK_OVERLOADED', EXIT.unreachable],
  ['SDK_STALLED', EXIT.unreachable],
  ['SDK_TIMEOUT', EXIT.unreachable],
  ['USAGE_', EXIT.usage],
  ['IDENTIFIER_', EXIT.usage],
  ['TRANSACTION_', EXIT.usage],
  ['DATA_DIRECTORY_MISSING', EXIT.usage],
  ['KEYSTORE_KEY_', EXIT.usage],
  ['KEYSTORE_EMPTY', EXIT.usage],
  ['DATA_DIRECTORY_NOT_EMPTY', EXIT.usage],
  ['DATA_DIRECTORY_OTHER_CHAIN', EXIT.unproven],
  ['STATE_MISSING', EXIT.usage],
  ['STATE_CORRUPT', EXIT.unproven],
  ['ENGINE_STORE_EMPTY', EXIT.usage],
  ['ENGINE_STORE_CORRUPT', EXIT.unproven],
  ['ENGINE_CHAIN_INVALID', EXIT.unproven],
  ['EXPORT_FOREIGN', EXIT.usage],
  ['EXPORT_VERSION', EXIT.usage],
  ['EXPORT_STATE_MISSING', EXIT.usage],
  ['EXPORT_IN_THE_WAY', EXIT.usage],
  ['EXPORT_', EXIT.unproven],
  ['IMPORT_', EXIT.unproven],
  ['BACKUP_DAMAGED', EXIT.unproven],
  ['BACKUP_', EXIT.usage],
  ['ADMIN_UNREACHABLE', EXIT.unreachable],
  ['GENESIS_', EXIT.usage],
  ['CONFIGURATION_', EXIT.usage],
];

/** What the operating system reports, in our words: `%` is the file or address, if known. */
export const SYSTEM_ERRORS: Readonly<
  Record<string, readonly [en: string, zh: string, exitCode: ExitCode]>
> = {
  ENOENT: ['There is no file %. Check the path.', '文件 % 不存在。请检查路径。', EXIT.usage],
  EISDIR: [
    '% is a directory, but a file is needed. Check the path.',
    '% 是目录，此处需要文件。请检查路径。',
    EXIT.usage,
  ],
  ENOTDIR: [
    'A part of the path % is not a directory. Check the path.',
    '路径 % 的一部分不是目录。请检查路径。',
    EXIT.usage,
  ],
  EACCES: [
    'No permission for %. Change its permissions or use another path.',
    '没有 % 的权限。请修改权限或换用其他路径。',
    EXIT.failed,
  ],
  EPERM: [
    'No permission for %. Change its permissions or use another path.',
    '没有 % 的权限。请修改权限或换用其他路径。',
    EXIT.failed,
  ],
  ENOSPC: [
    'The disk is full; % was not written. Free some space, then run the same again.',
    '磁盘已满，% 未写入。请腾出空间后再次运行。',
    EXIT.failed,
  ],
  EDQUOT: [
    'The disk quota is used up; % was not written. Free some space, then run it again.',
    '磁盘配额已用尽，% 未写入。请腾出空间后再次运行。',
    EXIT.failed,
  ],
  EFBIG: [
    '% may not grow any more: a limit on file sizes (ulimit -f) or of the file system. Lift it, then run it again.',
    '% 不能再增大：受文件大小限制（ulimit -f）或文件系统限制。请解除后再次运行。',
    EXIT.failed,
  ],
  EROFS: [
    '% lies on a read-only file system. Use another path.',
    '% 位于只读文件系统。请换用其他路径。',
    EXIT.failed,
  ],
  EMFILE: [
    'Too many files are open. Raise the limit (ulimit -n), then run it again.',
    '打开的文件过多。请提高限制（ulimit -n）后再次运行。',
    EXIT.failed,
  ],
  EADDRINUSE: [
    'The address % is in use by another program. Stop that one, or choose another port with --port.',
    '地址 % 已被其他程序占用。请停止该程序，或用 --port 另选端口。',
    EXIT.failed,
  ],
  ECONNREFUSED: [
    'Nothing answers at %. Is the node running? Check --url.',
    '% 无应答。节点是否在运行？请检查 --url。',
    EXIT.unreachable,
  ],
  ECONNRESET: [
    '% broke the connection. Try again later.',
    '% 中断了连接。请稍后重试。',
    EXIT.unreachable,
  ],
  ENOTFOUND: [
    'The host name of % is not known. Check --url.',
    '% 的主机名未知。请检查 --url。',
    EXIT.unreachable,
  ],
  EAI_AGAIN: [
    'The host name of % could not be looked up. Check the network.',
    '无法查询 % 的主机名。请检查网络。',
    EXIT.unreachable,
  ],
  ETIMEDOUT: [
    '% did not answer in time. Try again later.',
    '% 未及时应答。请稍后重试。',
    EXIT.unreachable,
  ],
  EHOSTUNREACH: [
    '% can not be reached. Check the network.',
    '无法到达 %。请检查网络。',
    EXIT.unreachable,
  ],
};

const REFUSALS = ['LedgerRefusal', 'ProblemError'];

interface SystemError extends Error {
  code: string;
  path?: string;
  address?: string;
  port?: number;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function isSystemError(error: unknown): error is SystemError {
  return SYSTEM_ERRORS[codeOf(error) ?? ''] !== undefined;
}

/** A node's problem says in its title what happened, in its detail what to do. */
function withTitle(error: Error): string {
  const problem = 'problem' in error && isJsonObject(error.problem) ? error.problem : {};
  const { title } = problem;
  if (typeof title !== 'string' || error.message.startsWith(title)) return error.message;
  return `${title.replace(/\.$/, '')}. ${error.message}`;
}

/** The ledger or a node said no. Their codes may begin like those of errors that are made here. */
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && REFUSALS.includes(error.name);
}

function ofSystemError(error: SystemError): Failure {
  const [template, , exitCode] = SYSTEM_ERRORS[error.code] ?? [error.message, '', EXIT.failed];
  const address = error.port === undefined ? undefined : `${error.address ?? ''}:${error.port}`;
  const subject = error.path ?? address ?? 'what was asked for';
  return { code: `SYSTEM_${error.code}`, message: template.replace('%', subject), exitCode };
}

/** Turns whatever a command threw into what is said and returned. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '');
    return { code: 'USAGE_INVALID', message, exitCode: EXIT.usage };
  }
  if (error instanceof UsageError) {
    return { code: error.code, message: error.message, exitCode: EXIT.usage };
  }
  if (isSystemError(error)) return ofSystemError(error);
  if (error instanceof Error && error.name === 'AbortError') {
    const message = 'Interrupted before the end. Nothing half-done counts; run the same again.';
    return { code: 'INTERRUPTED', message, exitCode: EXIT.failed };
  }
  const code = codeOf(error) ?? 'INTERNAL';
  if (isRefusal(error)) return { code, message: withTitle(error), exitCode: EXIT.failed };
  const exitCode =
    EXIT_BY_CODE.find(([beginning]) => code.startsWith(beginning))?.[1] ?? EXIT.failed;
  const message = error instanceof Error ? error.message : String(error);
  if (code !== 'INTERNAL' || !(error instanceof Error)) return { code, message, exitCode };
  const advice = 'This is a fault of the program; please report it with the lines below.';
  return { code, message: `${message}\n${advice}\n${error.stack ?? ''}`, exitCode };
}
