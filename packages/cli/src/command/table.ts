import type { Command } from './definition.ts';

interface CommandModule {
  readonly command: Command;
}

/**
 * Every command, by the words that call it. A command's file is loaded when it is called; help,
 * documentation and completion load all of them.
 */
export const COMMAND_TABLE: Readonly<Record<string, () => Promise<CommandModule>>> = {
  resolve: () => import('../commands/resolve.ts'),
  prove: () => import('../commands/prove.ts'),
  verify: () => import('../commands/verify.ts'),
  list: () => import('../commands/list.ts'),
  register: () => import('../commands/register.ts'),
  update: () => import('../commands/update.ts'),
  retire: () => import('../commands/retire.ts'),
  batch: () => import('../commands/batch.ts'),
  'organization admit': () => import('../commands/organization/admit.ts'),
  'organization suspend': () => import('../commands/organization/suspend.ts'),
  'organization reinstate': () => import('../commands/organization/reinstate.ts'),
  'organization set-roles': () => import('../commands/organization/set-roles.ts'),
  'organization add-key': () => import('../commands/organization/add-key.ts'),
  'organization revoke-key': () => import('../commands/organization/revoke-key.ts'),
  'organization list': () => import('../commands/organization/list.ts'),
  'organization show': () => import('../commands/organization/show.ts'),
  'organization evidence': () => import('../commands/organization/evidence.ts'),
  'organization leave': () => import('../commands/organization/leave.ts'),
  'organization decline': () => import('../commands/organization/decline.ts'),
  'organization suspend-urgently': () => import('../commands/organization/suspend-urgently.ts'),
  'organization rotate-key': () => import('../commands/organization/rotate-key.ts'),
  'organization set-recovery': () => import('../commands/organization/set-recovery.ts'),
  'organization recover': () => import('../commands/organization/recover.ts'),
  'organization set-codes': () => import('../commands/organization/set-codes.ts'),
  'organization attach': () => import('../commands/organization/attach.ts'),
  'organization detach': () => import('../commands/organization/detach.ts'),
  'organization set-quota': () => import('../commands/organization/set-quota.ts'),
  'organization apply': () => import('../commands/organization/apply.ts'),
  'organization admit-applicant': () => import('../commands/organization/admit-applicant.ts'),
  'organization applications': () => import('../commands/organization/applications.ts'),
  'proposal vote': () => import('../commands/proposal/vote.ts'),
  'proposal withdraw': () => import('../commands/proposal/withdraw.ts'),
  'proposal create': () => import('../commands/proposal/create.ts'),
  'proposal list': () => import('../commands/proposal/list.ts'),
  'proposal show': () => import('../commands/proposal/show.ts'),
  'proposal dry-run': () => import('../commands/proposal/dry-run.ts'),
  'upgrade list': () => import('../commands/upgrade/list.ts'),
  'constitution show': () => import('../commands/constitution/show.ts'),
  'constitution set': () => import('../commands/constitution/set.ts'),
  'prefix delegate': () => import('../commands/prefix/delegate.ts'),
  'prefix transfer': () => import('../commands/prefix/transfer.ts'),
  'prefix reassign': () => import('../commands/prefix/reassign.ts'),
  'prefix delegate-administration': () => import('../commands/prefix/delegate-administration.ts'),
  'prefix revoke-administration': () => import('../commands/prefix/revoke-administration.ts'),
  'prefix administrators': () => import('../commands/prefix/administrators.ts'),
  'prefix set-template': () => import('../commands/prefix/set-template.ts'),
  'prefix set-reregistration': () => import('../commands/prefix/set-reregistration.ts'),
  'prefix statistics': () => import('../commands/prefix/statistics.ts'),
  'prefix show': () => import('../commands/prefix/show.ts'),
  'prefix list': () => import('../commands/prefix/list.ts'),
  'record history': () => import('../commands/record/history.ts'),
  'record changes': () => import('../commands/record/changes.ts'),
  'record follow': () => import('../commands/record/follow.ts'),
  'record transfer': () => import('../commands/record/transfer.ts'),
  'record reassign': () => import('../commands/record/reassign.ts'),
  'record reregister': () => import('../commands/record/reregister.ts'),
  'record request-signatures': () => import('../commands/record/request-signatures.ts'),
  'record sign': () => import('../commands/record/sign.ts'),
  'record withdraw': () => import('../commands/record/withdraw.ts'),
  'record close': () => import('../commands/record/close.ts'),
  'key create': () => import('../commands/key/create.ts'),
  'key import': () => import('../commands/key/import.ts'),
  'key export': () => import('../commands/key/export.ts'),
  'key list': () => import('../commands/key/list.ts'),
  'key prove': () => import('../commands/key/prove.ts'),
  'key show': () => import('../commands/key/show.ts'),
  'transaction create': () => import('../commands/transaction/create.ts'),
  'transaction sign': () => import('../commands/transaction/sign.ts'),
  'transaction pack': () => import('../commands/transaction/pack.ts'),
  'transaction submit': () => import('../commands/transaction/submit.ts'),
  'transaction show': () => import('../commands/transaction/show.ts'),
  'receipt show': () => import('../commands/receipt/show.ts'),
  'receipt prove': () => import('../commands/receipt/prove.ts'),
  'block show': () => import('../commands/block/show.ts'),
  'block list': () => import('../commands/block/list.ts'),
  'events follow': () => import('../commands/events/follow.ts'),
  'trust list': () => import('../commands/trust/list.ts'),
  'trust forget': () => import('../commands/trust/forget.ts'),
  'trust header': () => import('../commands/trust/header.ts'),
  'trust path': () => import('../commands/trust/path.ts'),
  'trust renew': () => import('../commands/trust/renew.ts'),
  'trust check': () => import('../commands/trust/check.ts'),
  'network found': () => import('../commands/network/found.ts'),
  'network validators': () => import('../commands/network/validators.ts'),
  'network doctor': () => import('../commands/network/doctor.ts'),
  'node init': () => import('../commands/node/init.ts'),
  'node start': () => import('../commands/node/start.ts'),
  'node show': () => import('../commands/node/show.ts'),
  'node stop': () => import('../commands/node/stop.ts'),
  'node rotate-key': () => import('../commands/node/rotate-key.ts'),
  'config check': () => import('../commands/config/check.ts'),
  'config show': () => import('../commands/config/show.ts'),
  export: () => import('../commands/export.ts'),
  import: () => import('../commands/import.ts'),
  audit: () => import('../commands/audit.ts'),
  rehearse: () => import('../commands/rehearse.ts'),
  backup: () => import('../commands/backup.ts'),
  restore: () => import('../commands/restore.ts'),
  scrub: () => import('../commands/scrub.ts'),
  doctor: () => import('../commands/doctor.ts'),
  status: () => import('../commands/status.ts'),
  completion: () => import('../commands/completion.ts'),
  version: () => import('../commands/version.ts'),
};

/** What the nouns are about, for lists of commands. */
export const NOUNS: Readonly<Record<string, string>> = {
  organization: 'Members of the network, their roles and keys',
  proposal: 'What members decide together: propose, vote, look',
  upgrade: 'Versions of the rules, and when they change',
  constitution: 'Who decides what by which rule',
  prefix: 'Namespaces and who holds them',
  record: 'The life of records: history, changes, transfer, signatures',
  key: 'Signing keys on this machine',
  transaction: 'Build, sign and send transactions, step by step and offline',
  receipt: 'What became of a transaction',
  block: 'Blocks of the chain',
  events: 'What happens on the ledger, as it happens',
  trust: 'Genesis files that this machine relies on',
  network: 'Networks of organizations',
  node: 'A node on this machine',
  config: 'Settings of a node',
  do: 'Any action of the ledger, by its type and fields; see docs/actions.md',
};

/** Commands that are made of what the ledger's modules declare, by their paths. */
async function actionCommands(): Promise<Map<string, Command>> {
  const [{ actionCommand }, { ledger }] = await Promise.all([
    import('../action/action-command.ts'),
    import('@touchmark/ledger'),
  ]);
  const commands = [...ledger.registry.actions.values()].map(actionCommand);
  return new Map(commands.map((command) => [command.path, command]));
}

export async function loadCommand(path: string): Promise<Command> {
  const load = COMMAND_TABLE[path];
  if (load === undefined)
    throw new RangeError(`There is no command ${path}; see command/table.ts.`);
  return (await load()).command;
}

export async function loadAllCommands(): Promise<Command[]> {
  const written = await Promise.all(Object.keys(COMMAND_TABLE).map(loadCommand));
  return [...written, ...(await actionCommands()).values()];
}

/** Short words for nouns. */
export const ALIASES: Readonly<Record<string, string>> = { org: 'organization' };

/** A command line with its short words written out. */
export function spelledOut(words: readonly string[]): readonly string[] {
  const [first = '', ...rest] = words;
  const noun = Object.hasOwn(ALIASES, first) ? ALIASES[first] : undefined;
  return noun === undefined ? words : [noun, ...rest];
}

/** The command that a command line calls, as far as its first words tell. */
export function commandPathOf(words: readonly string[]): string | undefined {
  const [first = '', second = ''] = words;
  return [`${first} ${second}`, first].find((path) => COMMAND_TABLE[path] !== undefined);
}
