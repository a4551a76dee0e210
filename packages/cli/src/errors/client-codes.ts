import type { SdkErrorCode } from '@touchmark/sdk';
import type { CodeTable, CodeWords } from './words.ts';

export const SDK_CODES: Record<SdkErrorCode, CodeWords> = {
  SDK_UNREACHABLE: [
    'There is no connection to the node, or it broke.',
    '无法连接节点，或连接中断。',
    'Check the address and that the node runs; try again.',
    '请检查地址及节点是否运行，然后重试。',
  ],
  SDK_TIMEOUT: [
    'The node did not answer in time.',
    '节点未及时应答。',
    'Try again, or allow more time.',
    '请重试，或延长等待时间。',
  ],
  SDK_OVERLOADED: [
    'The node has too much to do.',
    '节点过载。',
    'Try again later; sending the same transaction again is safe.',
    '请稍后重试；重复发送同一笔交易是安全的。',
  ],
  SDK_STALLED: [
    'The network decides no blocks at present.',
    '网络目前无法出块。',
    'Nothing was lost; send the same transaction again later. Why it stands: touchmark network doctor.',
    '没有任何内容丢失；请稍后重发同一笔交易。停止的原因请用 touchmark network doctor 查看。',
  ],
  SDK_WRONG_NETWORK: [
    'The node belongs to another network than the trusted one.',
    '节点不属于所信任的网络。',
    'Check the address and the genesis file.',
    '请检查地址和创世文件。',
  ],
  SDK_RESPONSE_INVALID: [
    'The answer is not what the interface promises.',
    '应答不符合接口约定。',
    'Check that the address is that of a node, and the versions.',
    '请确认地址属于节点，并核对版本。',
  ],
  SDK_LEDGER_FORKED: [
    'Two headers of one height are signed: validators signed twice.',
    '同一高度有两个已签名的区块头：有验证者重复签名。',
    'Rely on neither. Keep the message as evidence and tell the operators.',
    '两者均不可信。请保留此信息作为证据并通知各运营方。',
  ],
  SDK_UNPROVEN: [
    'The node claims something that it does not prove.',
    '节点的说法未经其证明。',
    'Do not use it. Ask another node.',
    '请勿使用。请询问其他节点。',
  ],
  SDK_ANSWER_STALE: [
    'The answer is older than one seen before.',
    '应答早于此前见过的应答。',
    'Ask again, or another node.',
    '请重新询问，或询问其他节点。',
  ],
  SDK_OUTCOME_UNKNOWN: [
    'Nobody knows yet whether the transaction is in a block.',
    '尚不知交易是否已进入区块。',
    'Send the same transaction again: that is safe.',
    '请再次发送同一笔交易：这是安全的。',
  ],
  SDK_USAGE: [
    'An option makes no sense, or the address is none.',
    '选项不合理，或地址无效。',
    'Correct it as the message says.',
    '请按提示更正。',
  ],
  SDK_NO_SIGNER: [
    'There is no key to sign with.',
    '没有用于签名的密钥。',
    'Give one with --key, or to the client.',
    '请用 --key 指定，或提供给客户端。',
  ],
  SDK_SIGNER_UNKNOWN: [
    'The transaction does not name this key, or it has signed already.',
    '交易未列出该密钥，或该密钥已签名。',
    'Sign with a key that the transaction names.',
    '请用交易列出的密钥签名。',
  ],
  SDK_SIGNATURES_MISSING: [
    'Not all signers have signed.',
    '尚有签名者未签名。',
    'Have the others sign: touchmark transaction sign.',
    '请其余各方签名：touchmark transaction sign。',
  ],
  SDK_PARTIAL_MALFORMED: [
    'The file is no transaction under signature.',
    '文件不是待签名的交易。',
    'Get it again from whoever made it.',
    '请向制作者重新索取。',
  ],
  SDK_KEY_INVALID: [
    'The secret key is none.',
    '私钥无效。',
    'Check the key, or make a new one.',
    '请检查密钥，或新建密钥。',
  ],
  SDK_KEYSTORE_MALFORMED: [
    'The key file cannot be read.',
    '密钥文件无法读取。',
    'Restore it from a copy.',
    '请从副本恢复。',
  ],
  SDK_KEYSTORE_PASSPHRASE: [
    'The passphrase does not open the key.',
    '口令无法打开密钥。',
    'Check the passphrase.',
    '请检查口令。',
  ],
};

export const CLIENT_CODES: CodeTable = {
  NODE_PROBLEM: [
    'The node refused without a code of its own.',
    '节点拒绝了请求，但未给出代码。',
    'See the message; check that the address is that of a node.',
    '请查看信息，并确认地址属于节点。',
  ],
  USAGE_INVALID: [
    'The command line is wrong.',
    '命令行有误。',
    'See `touchmark COMMAND --help`.',
    '请查看 touchmark COMMAND --help。',
  ],
  USAGE_GENESIS_INVALID: [
    'The file is no genesis file.',
    '文件不是创世文件。',
    'Give the genesis file of the network with --genesis.',
    '请用 --genesis 指定网络的创世文件。',
  ],
  TRUST_GENESIS_CHANGED: [
    'The node shows another genesis file than the one that is kept for it.',
    '节点的创世文件与已保存的不同。',
    'Do not use it, unless you know that the network was started over: touchmark trust forget.',
    '请勿使用，除非确知网络已重新开始：touchmark trust forget。',
  ],
  KEYSTORE_KEY_UNKNOWN: [
    'There is no key of this name.',
    '没有该名称的密钥。',
    'touchmark key list shows what there is.',
    'touchmark key list 列出所有密钥。',
  ],
  KEYSTORE_KEY_EXISTS: [
    'There is a key of this name already.',
    '已有该名称的密钥。',
    'Choose another name; keys are never overwritten.',
    '请换一个名称；密钥从不被覆盖。',
  ],
  KEYSTORE_KEY_AMBIGUOUS: [
    'There are several keys.',
    '有多个密钥。',
    'Say which with --key.',
    '请用 --key 指定。',
  ],
  KEYSTORE_EMPTY: [
    'There are no keys.',
    '没有密钥。',
    'touchmark key create NAME makes one.',
    '请用 touchmark key create NAME 新建。',
  ],
  KEYSTORE_PASSPHRASE_MISSING: [
    'There is no passphrase, and no terminal to ask for it.',
    '没有口令，也没有可询问的终端。',
    'Set TOUCHMARK_PASSPHRASE, or give --passphrase-file.',
    '请设置 TOUCHMARK_PASSPHRASE，或指定 --passphrase-file。',
  ],
  KEYSTORE_PASSPHRASE_EMPTY: [
    'The passphrase is empty.',
    '口令为空。',
    'Give one of at least one character.',
    '请给出至少一个字符的口令。',
  ],
  KEYSTORE_PASSPHRASE_EXPOSED: [
    'Others can read the file of the passphrase.',
    '他人可读取口令文件。',
    'Make it private: chmod 600.',
    '请将其设为私有：chmod 600。',
  ],
  START_SEED_REFUSED: [
    'The ledger refused a part of the example.',
    '账本拒绝了示例的一部分。',
    'Start with an empty directory, or report it.',
    '请用空目录启动，或报告此问题。',
  ],
  CRYPTO_SECRET_KEY_INVALID: [
    'The secret key is none.',
    '私钥无效。',
    'Check the key, or make a new one.',
    '请检查密钥，或新建密钥。',
  ],
  CRYPTO_LEAF_INDEX_INVALID: [
    'There is no leaf of this number.',
    '没有该编号的叶子。',
    'Report it: a fault of the program that called.',
    '请报告：调用程序有误。',
  ],
  INTERRUPTED: [
    'It was interrupted before the end; nothing half-done counts.',
    '在结束前被中断；未完成的部分不作数。',
    'Run the same again.',
    '请再次运行。',
  ],
  RUNTIME_ENDED: [
    'A signal ended the process.',
    '进程被信号终止。',
    'See the message; restore the data directory if the store was being written.',
    '请查看信息；若当时正在写入存储，请恢复数据目录。',
  ],
  INTERNAL: [
    'A fault of the program.',
    '程序错误。',
    'Report it with what it printed.',
    '请连同输出一并报告。',
  ],
};
