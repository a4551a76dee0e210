/** What `npm run network` says, in the language of the terminal. */
import { inLanguage, languageOf } from '@touchmark/cli';

const language = languageOf(process.env);

export const inWords = (en: string, zh: string): string => inLanguage({ language }, en, zh);

const ENGLISH = `npm run network -- COMMAND [--data DIR]

up [--validators 5] [--base-port 8100] [--comet v0.39]   found or go on, start, wait; prints: ready URL URL …
status [--json]      height, root, peers, voting power and lag of each node
kill N               end node N as a power cut does, with its CometBFT (N,M: several, here and below)
pause N              stop its process on the way
resume N             let it go on; one that was killed is started again
start N              start one that is down
wipe N               take everything from a node that is down but its keys and what it has signed
start N --state-sync begin with a snapshot of the others instead of block 1
cut N,M              take these away from the rest; among each other they stay connected
heal                 connect all with all again
down                 end all; the data stay

--data DIR           default .touchmark-network
--set NAME=VALUE     a setting of the nodes, with up and start; may be repeated`;

const CHINESE = `npm run network -- 命令 [--data 目录]

up [--validators 5] [--base-port 8100] [--comet v0.39]   创建或继续，启动并等待；输出：ready URL URL …
status [--json]      各节点的高度、根、对等节点、投票权和落后块数
kill N               如断电般结束节点 N 及其 CometBFT（N,M：多个，下同）
pause N              暂停其进程
resume N             继续运行；已被结束的会重新启动
start N              启动已停止的节点
wipe N               清除已停止节点的一切，仅保留密钥及其已签内容
start N --state-sync 从其他节点的快照开始，而不是从第 1 块开始
cut N,M              将这些节点与其余节点隔开；它们彼此仍相连
heal                 恢复全部连接
down                 结束全部；数据保留

--data 目录          默认 .touchmark-network
--set 名称=值        节点的设置，用于 up 和 start；可重复`;

export const USAGE: string = inWords(ENGLISH, CHINESE);
