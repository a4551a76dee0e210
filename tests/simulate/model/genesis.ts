import type { Genesis } from '@touchmark/codec';
import { sorted } from './governance.ts';
import { idOfKey } from './keys.ts';
import { writeOrganization } from './membership.ts';
import { pair, ROLES } from './state.ts';
import type { ModelState } from './state.ts';
import type { RuleRow } from './rows.ts';

/** Section 2 of spec/ledger.md. */

const WEEK_MS = 604_800_000;

const RULE: RuleRow = {
  action: '*',
  threshold: 'any',
  electorate: ['role:administrator'],
  quorum: '0/1',
  votingMs: WEEK_MS,
  delayMs: 0,
  veto: [],
};
const HARDER = [
  'governance.*',
  'naming.reassign',
  'naming.reassign-prefix',
  'organizations.recover',
  'organizations.set-recovery',
];
const DEFAULT = {
  committees: [],
  rules: [RULE, ...HARDER.map((action) => ({ ...RULE, action, threshold: '2/3' }))],
};

export function foundState(state: ModelState, genesis: Genesis): void {
  const { seconds, nanos } = genesis.genesisTime;
  const timeMs = Number(seconds) * 1_000 + Math.floor(nanos / 1_000_000);
  state.journal.begin({ height: genesis.initialHeight - 1, timeMs });
  for (const { id, name, roles, keys } of genesis.appState.organizations) {
    const ordered = ROLES.filter((role) => roles.includes(role));
    const row = { status: 0, name, roles: ordered, tx: null, reason: null, untilMs: null } as const;
    writeOrganization(state, id, row);
    for (const { algorithm, publicKey } of keys) {
      const keyName = idOfKey(algorithm, publicKey);
      state.keys.put(keyName, {
        status: 0,
        organization: id,
        algorithm,
        publicKey,
        tx: null,
        reason: null,
        label: '',
        scopes: [],
        notBeforeMs: 0,
        notAfterMs: 0,
      });
      state.keyIndex.put(pair(id, `0${keyName}`), true);
    }
  }
  const { committees, rules } = genesis.appState.constitution ?? DEFAULT;
  state.constitution.put('', { tx: null, ...sorted(committees, rules) });
  const validators = genesis.validators.map(({ name, publicKey, power }) => ({
    organization: name,
    publicKey,
    power: Number(power),
  }));
  state.validators.put('', validators);
}
