import type { ModuleDefinition } from '../../kernel/module.ts';
import { accuse } from './accuse.ts';
import { activate } from './activate.ts';
import { authorize } from './authority.ts';
import { cancelActivation } from './cancel-activation.ts';
import { claimSigner } from './claim-signer.ts';
import { GOVERNANCE_ERRORS } from './errors.ts';
import { activationCancelled, activationSet, signerClaimed } from './events.ts';
import {
  accepted,
  closed,
  consensusSet,
  constitutionSet,
  proposed,
  validatorsSet,
  voted,
} from './events.ts';
import { guardVoters } from './guard-voters.ts';
import { foundGovernance } from './genesis.ts';
import { changeableConstitution, enoughValidators, spreadPower } from './invariants.ts';
import { GOVERNANCE_KEYS } from './keys.ts';
import { propose } from './propose.ts';
import { schedule } from './schedule.ts';
import { setConsensus } from './set-consensus.ts';
import { setConstitution } from './set-constitution.ts';
import { setValidators } from './set-validators.ts';
import { GOVERNANCE_STATE } from './state.ts';
import { vacate } from './vacate.ts';
import { vote } from './vote.ts';
import { withdraw } from './withdraw.ts';

export const governance: ModuleDefinition = {
  name: 'governance',
  version: 1,
  about: 'Who decides what by which rule: the constitution, proposals and votes.',
  actions: [
    propose,
    vote,
    withdraw,
    setConstitution,
    setValidators,
    setConsensus,
    activate,
    cancelActivation,
    claimSigner,
  ],
  events: [
    proposed,
    voted,
    accepted,
    closed,
    constitutionSet,
    validatorsSet,
    consensusSet,
    activationSet,
    activationCancelled,
    signerClaimed,
  ],
  errors: GOVERNANCE_ERRORS,
  errorNumbers: [300, 399],
  keySpaces: [GOVERNANCE_KEYS],
  state: GOVERNANCE_STATE,
  queries: [
    { name: 'readConstitution', about: 'The constitution.' },
    { name: 'ruleFor', about: 'The rule that an action goes by.' },
    { name: 'readProposal', about: 'A proposal by its number.' },
    { name: 'readContent', about: 'What a proposal would do.' },
    { name: 'readTally', about: 'The votes on a proposal as they counted last.' },
    { name: 'listVotes', about: 'Who voted what on a proposal.' },
    { name: 'listProposals', about: 'Proposals, the newest first.' },
    { name: 'proposalRange', about: 'The key range of all that is kept of a proposal.' },
    { name: 'readValidators', about: 'Who decides blocks.' },
    { name: 'readConsensus', about: 'What was decided of blocks and evidence, if anything was.' },
    { name: 'readSignerClaim', about: 'Which machine signs with a key of a validator.' },
    { name: 'readFormer', about: 'Whose a validator is that once decided blocks.' },
  ],
  genesis: foundGovernance,
  authority: authorize,
  confirm: guardVoters,
  vacate,
  accuse,
  schedule,
  invariants: [changeableConstitution, enoughValidators, spreadPower],
};
