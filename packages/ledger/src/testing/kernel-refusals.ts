import { encode } from '@touchmark/codec';
import { BLOCK_TRANSACTIONS, EXPIRY_WINDOW_MS } from '../limits.ts';
import type { KERNEL_ERRORS } from '../kernel/errors.ts';
import { encodeRevokeKey } from '../modules/organizations/revoke-key.ts';
import { encodeAdmit } from '../modules/organizations/admit.ts';
import { encodeAddKey } from '../modules/organizations/add-key.ts';
import { encodeLeave } from '../modules/organizations/leave.ts';
import type { KeyTerms } from '../modules/organizations/params.ts';
import { encodeSuspend } from '../modules/organizations/suspend.ts';
import { fullBatches, namedSandbox } from './named-sandbox.ts';
import type { RefusalCases } from './refusal-case.ts';
import { Sandbox, START_MS, testKey } from './sandbox.ts';
import type { Submitted } from './sandbox.ts';

const HARMLESS = encodeSuspend({ id: 'nobody', reason: 'x' });

export const KERNEL_REFUSALS: RefusalCases<keyof typeof KERNEL_ERRORS> = {
  TRANSACTION_WRONG_CHAIN: () => changed({ chainId: 'another' }),
  // The sandbox's first block comes one second after its start.
  TRANSACTION_EXPIRED: () => changed({ expiresAtMs: START_MS + 1000 }),
  TRANSACTION_EXPIRY_TOO_FAR: () => changed({ expiresAtMs: START_MS + 1001 + EXPIRY_WINDOW_MS }),
  TRANSACTION_REPLAYED() {
    const sandbox = new Sandbox();
    const transaction = sandbox.transaction([testKey('admin')], [HARMLESS]);
    sandbox.block([transaction]);
    return sandbox.block([transaction])[0]!;
  },
  SIGNER_UNKNOWN: () => new Sandbox().submit('nobody', HARMLESS),
  SIGNER_KEY_REVOKED() {
    const sandbox = new Sandbox();
    const { keyId } = testKey('admin');
    sandbox.must(
      'admin',
      encodeAddKey({ id: 'admin', ...testKey('second key') }),
      encodeRevokeKey({ id: 'admin', keyId, reason: 'lost' }),
    );
    return sandbox.submit('admin', HARMLESS);
  },
  SIGNER_ORGANIZATION_SUSPENDED() {
    const sandbox = new Sandbox();
    sandbox.must('admin', encodeSuspend({ id: 'maker', reason: 'unpaid' }));
    return sandbox.submit('maker', HARMLESS);
  },
  SIGNER_KEY_EXPIRED: () => withKey({ notAfterMs: START_MS + 2000 }),
  SIGNER_KEY_NOT_YET_VALID: () => withKey({ notBeforeMs: START_MS + 5000 }),
  SIGNER_KEY_OUT_OF_SCOPE: () => withKey({ scopes: ['naming.*', 'governance.vote'] }),
  SIGNER_ORGANIZATION_LEFT() {
    const sandbox = new Sandbox();
    sandbox.must('maker', encodeLeave({ id: 'maker', reason: 'merged' }));
    return sandbox.submit('maker', HARMLESS);
  },
  SIGNER_ALGORITHM_MISMATCH() {
    const sandbox = new Sandbox();
    const liar = { ...testKey('admin'), algorithm: 'p256' as const };
    return sandbox.block([sandbox.transaction([liar], [HARMLESS])])[0]!;
  },
  SIGNATURE_INVALID() {
    const sandbox = new Sandbox();
    sandbox.verify = () => false;
    return sandbox.submit('admin', HARMLESS);
  },
  ACTION_UNKNOWN: () => new Sandbox().submit('admin', { type: 'naming.sell', params: encode({}) }),
  ACTION_PARAMS_INVALID() {
    const params = encode({ id: 'maker', reason: 7 });
    return new Sandbox().submit('admin', { type: 'organizations.suspend', params });
  },
  TRANSACTION_WRITES_EXCEEDED: () => namedSandbox().submit('maker', ...fullBatches(0, 17)),
  TRANSACTION_SIGNATURES_EXCEEDED() {
    const keys = (turn: number) =>
      Array.from({ length: 16 }, (_, place) => testKey(`recovery ${turn} ${place}`));
    const admissions = [0, 1, 2, 3, 4].map((turn) =>
      encodeAdmit({ id: `new-${turn}`, name: 'N', roles: [], keys: keys(turn) }),
    );
    return new Sandbox().submit('admin', ...admissions);
  },
  BLOCK_FULL() {
    const sandbox = new Sandbox();
    const transaction = sandbox.transaction([testKey('admin')], [HARMLESS]);
    const copies = Array.from({ length: BLOCK_TRANSACTIONS + 1 }, () => transaction);
    return sandbox.block(copies).at(-1)!;
  },
};

/** Signs with a second key of these terms, two seconds after the start. */
function withKey(terms: Partial<KeyTerms>): Submitted {
  const sandbox = new Sandbox();
  const second = testKey('second key');
  sandbox.must('admin', encodeAddKey({ id: 'admin', ...second, ...terms }));
  return sandbox.block([sandbox.transaction([second], [HARMLESS])])[0]!;
}

function changed(changes: { chainId?: string; expiresAtMs?: number }): Submitted {
  const sandbox = new Sandbox();
  return sandbox.block([sandbox.transaction([testKey('admin')], [HARMLESS], changes)])[0]!;
}
