import { ledger } from '../index.ts';
import { encodeActivate } from '../modules/governance/activate.ts';
import { encodeCancelActivation } from '../modules/governance/cancel-activation.ts';
import { encodeClaimSigner } from '../modules/governance/claim-signer.ts';
import { DEFAULT_CONSTITUTION } from '../modules/governance/constitution.ts';
import type { GOVERNANCE_ERRORS } from '../modules/governance/errors.ts';
import type { GivenValidator } from '../modules/governance/params.ts';
import { encodeSetConstitution } from '../modules/governance/set-constitution.ts';
import { encodeSetValidators } from '../modules/governance/set-validators.ts';
import { encodeVoteAction } from '../modules/governance/vote.ts';
import { encodeWithdraw } from '../modules/governance/withdraw.ts';
import { encodeRegister } from '../modules/naming/register.ts';
import { encodeReinstate } from '../modules/organizations/reinstate.ts';
import { encodeSetRoles } from '../modules/organizations/set-roles.ts';
import { encodeSuspend } from '../modules/organizations/suspend.ts';
import { Council, memberId, OPENLY, openGenesis, proposal, rule } from './council.ts';
import type { RefusalCases } from './refusal-case.ts';
import { CHAIN_ID, Sandbox, testKey } from './sandbox.ts';
import type { Submitted } from './sandbox.ts';

const SUSPEND = encodeSuspend({ id: 'maker', reason: 'unpaid' });
const RENEW = encodeSetConstitution(DEFAULT_CONSTITUTION);
const ACTIVATE = encodeActivate({ module: 'naming', version: 2, height: 99 });
const VOTE = encodeVoteAction({ proposal: 1, choice: 'yes', reason: '' });

/** Three administrators who decide by majority. */
const council = () => new Council(2, [rule('*')]);
const withProposal = () => {
  const sandbox = council();
  sandbox.propose('admin', SUSPEND);
  return sandbox;
};

function open(): Sandbox {
  return new Sandbox(undefined, openGenesis());
}

const validator = (organization: string, power: number, name = organization): GivenValidator => ({
  organization,
  publicKey: testKey(`validator ${name}`).publicKey,
  power,
});

/** Four validators of equal power. */
function withValidators(): Sandbox {
  const sandbox = open();
  const ids = ['top', 'second', 'maker', 'stranger'];
  const roles = ids.map((id) => encodeSetRoles({ id, roles: ['validator'] }));
  const four = ids.map((id) => validator(id, 1));
  sandbox.must('admin', ...roles, encodeSetValidators({ validators: four }));
  return sandbox;
}

const claim = (name: string, replaces: Uint8Array) =>
  encodeClaimSigner({
    publicKey: testKey(name).publicKey,
    mark: new Uint8Array(16).fill(7),
    replaces,
  });

/** These in their place. */
function replaceValidators(...validators: readonly GivenValidator[]): Submitted {
  return withValidators().submit('admin', encodeSetValidators({ validators }));
}

export const GOVERNANCE_REFUSALS: RefusalCases<keyof typeof GOVERNANCE_ERRORS> = {
  GOVERNANCE_NOT_ENTITLED: () => new Sandbox().submit('top', SUSPEND),
  GOVERNANCE_PROPOSAL_NEEDED: () => new Sandbox().submit('admin', RENEW),
  GOVERNANCE_ACTION_NOT_GOVERNED: () =>
    council().submit(
      'admin',
      proposal(encodeRegister({ prefix: '88', entries: [{ suffix: 'a', values: [] }] })),
    ),
  GOVERNANCE_PROPOSAL_IMPOSSIBLE: () =>
    council().submit('admin', proposal(encodeReinstate({ id: 'maker', reason: 'paid' }))),
  GOVERNANCE_TOO_MANY_PROPOSALS: () =>
    council().submit('admin', ...Array.from({ length: 9 }, () => proposal(SUSPEND))),
  GOVERNANCE_PROPOSAL_UNKNOWN: () => new Sandbox().submit('admin', VOTE),
  GOVERNANCE_PROPOSAL_CLOSED() {
    const sandbox = withProposal();
    sandbox.must('admin', encodeWithdraw({ proposal: 1 }));
    return sandbox.submit('admin', VOTE);
  },
  GOVERNANCE_NOT_A_VOTER: () => withProposal().submit('maker', VOTE),
  GOVERNANCE_ALREADY_VOTED: () => withProposal().submit('admin', VOTE, VOTE),
  GOVERNANCE_NO_VETO: () => withProposal().vote('admin', 'veto'),
  GOVERNANCE_NOT_PROPOSER: () =>
    withProposal().submit(memberId(1), encodeWithdraw({ proposal: 1 })),
  GOVERNANCE_CONSTITUTION_INVALID: () =>
    open().submit('admin', encodeSetConstitution({ committees: [], rules: [rule('naming.*')] })),
  GOVERNANCE_UNCHANGEABLE: () =>
    open().submit(
      'admin',
      encodeSetConstitution({
        committees: [],
        rules: [OPENLY, rule('governance.*', { electorate: ['role:auditor'] })],
      }),
    ),
  GOVERNANCE_TOO_FEW_VALIDATORS: () =>
    replaceValidators(validator('top', 1), validator('second', 1), validator('maker', 1)),
  GOVERNANCE_POWER_CONCENTRATED: () =>
    replaceValidators(
      validator('top', 3),
      validator('second', 1),
      validator('maker', 1),
      validator('stranger', 1),
    ),
  GOVERNANCE_VALIDATORS_FIRST: () => withValidators().submit('admin', SUSPEND),
  GOVERNANCE_VALIDATOR_UNFIT: () =>
    open().submit('admin', encodeSetValidators({ validators: [validator('maker', 1)] })),
  // Said at the door only: no receipt has it.
  GOVERNANCE_VERSION_UNKNOWN() {
    const sandbox = open();
    const transaction = sandbox.transaction([testKey('admin')], [ACTIVATE]);
    const moment = { chainId: CHAIN_ID, height: 1, timeMs: sandbox.timeMs };
    const refusal = ledger.gate(sandbox.state, moment).check(transaction)!;
    const { code: word, number: code, details } = refusal;
    const nothing = { data: new Uint8Array(0), events: [], final: false };
    return { id: transaction.id, word, code, details, ...nothing };
  },
  GOVERNANCE_VERSION_ORDER: () =>
    open().submit('admin', encodeActivate({ module: 'naming', version: 3, height: 99 })),
  GOVERNANCE_ACTIVATION_HEIGHT: () =>
    open().submit('admin', encodeActivate({ module: 'naming', version: 2, height: 1 })),
  GOVERNANCE_ACTIVATION_PENDING: () => open().submit('admin', ACTIVATE, ACTIVATE),
  GOVERNANCE_ACTIVATION_NONE: () =>
    open().submit('admin', encodeCancelActivation({ module: 'naming' })),
  GOVERNANCE_SIGNER_UNFIT: () => open().submit('v', claim('v', Uint8Array.of())),
  GOVERNANCE_SIGNER_CLAIMED: () =>
    withValidators().submit('validator top', claim('validator top', new Uint8Array(16))),
  GOVERNANCE_VALIDATOR_KEY() {
    const same = [validator('top', 1, 'same'), validator('top', 1, 'same')];
    return replaceValidators(...same);
  },
};
