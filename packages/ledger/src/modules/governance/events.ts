import { map } from '../../kernel/map-schema.ts';
import type { EventDefinition } from '../../kernel/module.ts';
import { choice, text, uint } from '../../kernel/schema.ts';
import { isPlainText } from '../../kernel/plain-text.ts';
import { organizationId } from '../organizations/params.ts';
import type { ConsensusLimits } from './consensus.ts';
import {
  blockBytes,
  blockHeight,
  choiceOfVote,
  evidenceBlocks,
  evidenceMs,
  mark,
  moduleName,
  moduleVersion,
  number,
  title,
  validatorKey,
} from './params.ts';
import type { Choice } from './params.ts';
import { STATUSES } from './proposal.ts';
import type { ProposalStatus } from './proposal.ts';

const time = uint(0, Number.MAX_SAFE_INTEGER);

export const proposed: EventDefinition<{
  readonly proposal: number;
  readonly author: string;
  readonly title: string;
  readonly closesMs: number;
}> = {
  type: 'governance.proposed',
  about: 'A proposal is open: its electorate may vote until the time given.',
  params: map({ proposal: number, author: organizationId, title, closesMs: time }),
};

export const voted: EventDefinition<{
  readonly proposal: number;
  readonly organization: string;
  readonly choice: Choice;
}> = {
  type: 'governance.voted',
  about: 'An organization voted on a proposal.',
  params: map({ proposal: number, organization: organizationId, choice: choiceOfVote }),
};

export const accepted: EventDefinition<{
  readonly proposal: number;
  readonly executesMs: number;
}> = {
  type: 'governance.accepted',
  about: 'A proposal is accepted and will be carried out at the time given, unless it is stopped.',
  params: map({ proposal: number, executesMs: time }),
};

export const closed: EventDefinition<{
  readonly proposal: number;
  readonly status: ProposalStatus;
  readonly code: string;
}> = {
  type: 'governance.closed',
  about: 'A proposal has ended; if it was carried out, with OK or the code of what refused it.',
  params: map({
    proposal: number,
    status: choice(STATUSES),
    code: text({ form: 'code', minBytes: 0, maxBytes: 64, accepts: isPlainText }),
  }),
};

export const constitutionSet: EventDefinition<{ readonly version: number }> = {
  type: 'governance.constitution-set',
  about: 'The constitution has a new version; every other proposal that was open is dropped.',
  params: map({ version: number }),
};

export const validatorsSet: EventDefinition<{ readonly validators: number }> = {
  type: 'governance.validators-set',
  about: 'The validators of the network are these from here on.',
  params: map({ validators: number }),
};

export const signerClaimed: EventDefinition<{
  readonly publicKey: Uint8Array;
  readonly mark: Uint8Array;
}> = {
  type: 'governance.signer-claimed',
  about: "From here on the machine with this mark signs with a validator's key, and no other.",
  params: map({ publicKey: validatorKey, mark }),
};

export const consensusSet: EventDefinition<ConsensusLimits> = {
  type: 'governance.consensus-set',
  about: 'From the next block on, blocks and evidence go by these parameters.',
  params: map({ maxBytes: blockBytes, evidenceBlocks, evidenceMs }),
};

export const activationSet: EventDefinition<{
  readonly module: string;
  readonly version: number;
  readonly height: number;
}> = {
  type: 'governance.activation-set',
  about: 'A module will go by another version of its rules from the block at this height on.',
  params: map({ module: moduleName, version: moduleVersion, height: blockHeight }),
};

export const activationCancelled: EventDefinition<{
  readonly module: string;
  readonly version: number;
}> = {
  type: 'governance.activation-cancelled',
  about: 'A version that was to come will not.',
  params: map({ module: moduleName, version: moduleVersion }),
};
