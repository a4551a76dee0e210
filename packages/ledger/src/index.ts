import type { Genesis } from '@touchmark/codec';
import type { StateView, Write } from '@touchmark/state';
import type { Language } from './kernel/describe-refusal.ts';
import type { BlockInput, BlockOutcome, SignatureVerifier } from './kernel/outcome.ts';
import type { Details } from './kernel/refusal.ts';
import { createLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { MODULES } from './modules.ts';

/** The ledger with all its modules. */
export const ledger: Ledger = createLedger(MODULES);

/**
 * Applies one block to the state: a pure function. An exception is a fault of the program or the
 * store: stop.
 */
export function executeBlock(
  block: BlockInput,
  view: StateView,
  verify: SignatureVerifier,
): BlockOutcome {
  return ledger.executeBlock(block, view, verify);
}

/** The state before the first block. Throws GenesisStateError. */
export function initializeState(genesis: Genesis): Write[] {
  return ledger.initializeState(genesis);
}

/** What happened and what to do, in words for people. */
export function describeRefusal(code: string, details: Details, language: Language): string {
  return ledger.describeRefusal(code, details, language);
}

export { createLedger } from './ledger.ts';
export type { Ledger } from './ledger.ts';
export * as limits from './limits.ts';
export { MODULES } from './modules.ts';
export type { Language } from './kernel/describe-refusal.ts';
export {
  activationsKey,
  activationsOf,
  activationsRange,
  encodeActivations,
  FIRST_VERSION,
  listActivations,
  pendingAfter,
  readActivations,
  versionAt,
} from './kernel/activations.ts';
export type { Activation } from './kernel/activations.ts';
export type { Gate } from './kernel/gate.ts';
export type { ModuleVersions } from './kernel/module-versions.ts';
export { VersionUnknownError } from './kernel/rulebook.ts';
export type { UnknownVersion } from './kernel/rulebook.ts';
export { isTurnedAway } from './kernel/errors.ts';
export type { IdentityProvider, Quota } from './kernel/identity.ts';
export { GenesisStateError } from './kernel/genesis-context.ts';
export type {
  ActionDefinition,
  BroughtKey,
  Authority,
  EventDefinition,
  Invariant,
  ModuleDefinition,
  Own,
  QueryDefinition,
  Schedule,
  StateEntryDefinition,
} from './kernel/module.ts';
export type {
  BlockInput,
  BlockOutcome,
  LedgerEvent,
  Misbehavior,
  SignatureVerifier,
  TransactionOutcome,
} from './kernel/outcome.ts';
export type { Change, DryRun } from './kernel/dry-run.ts';
export { encodeAction } from './kernel/read-params.ts';
export { decodeReceipt, encodeReceipt, hashEvents } from './kernel/receipt.ts';
export type { Receipt } from './kernel/receipt.ts';
export type { Details, DetailValue, ErrorDefinition, Refusal } from './kernel/refusal.ts';
export type { NamedSchema, SchemaDescription } from './kernel/schema-description.ts';
export { blockEventsKey } from './kernel/own-work.ts';
export { StateFormatError } from './kernel/state-format-error.ts';

export { encodeAddKey } from './modules/organizations/add-key.ts';
export type { AddKeyParams, GivenAddKey } from './modules/organizations/add-key.ts';
export { encodeAdmitApplicant } from './modules/organizations/admit-applicant.ts';
export type { AdmitApplicantParams } from './modules/organizations/admit-applicant.ts';
export { listApplications, readApplication } from './modules/organizations/application.ts';
export type { Application, ListedApplication } from './modules/organizations/application.ts';
export { encodeApply } from './modules/organizations/apply.ts';
export type { ApplyParams } from './modules/organizations/apply.ts';
export { encodeAttach } from './modules/organizations/attach.ts';
export { isCreditCode, isLei } from './modules/organizations/codes.ts';
export type { Codes } from './modules/organizations/codes.ts';
export { encodeDecline } from './modules/organizations/decline.ts';
export { encodeDetach } from './modules/organizations/detach.ts';
export { listDocuments } from './modules/organizations/documents.ts';
export type { OrganizationDocument } from './modules/organizations/documents.ts';
export { listEvidence } from './modules/organizations/evidence.ts';
export type { Evidence } from './modules/organizations/evidence.ts';
export { evidenceRange } from './modules/organizations/keys.ts';
export { encodeLeave } from './modules/organizations/leave.ts';
export { readMembership } from './modules/organizations/membership.ts';
export type { Membership } from './modules/organizations/membership.ts';
export { readProfile } from './modules/organizations/profile.ts';
export { readQuota, readUsage } from './modules/organizations/quota.ts';
export type { Usage } from './modules/organizations/quota.ts';
export { encodeRecover } from './modules/organizations/recover.ts';
export { readThreshold } from './modules/organizations/recovery.ts';
export { encodeRotateKey } from './modules/organizations/rotate-key.ts';
export { encodeSetCodes } from './modules/organizations/set-codes.ts';
export { encodeSetQuota } from './modules/organizations/set-quota.ts';
export { encodeSetRecovery } from './modules/organizations/set-recovery.ts';
export { encodeSuspendUrgently } from './modules/organizations/suspend-urgently.ts';
export { encodeAdmit } from './modules/organizations/admit.ts';
export type { AdmitParams } from './modules/organizations/admit.ts';
export { organizationKey, organizationRange } from './modules/organizations/keys.ts';
export { validityOf } from './modules/organizations/organization-key.ts';
export type { OrganizationKey } from './modules/organizations/organization-key.ts';
export type { Organization } from './modules/organizations/organization.ts';
export type { GivenKey } from './modules/organizations/params.ts';
export {
  describeOrganization,
  listByRole,
  listKeyIds,
  listOrganizations,
  readKey,
  readOrganization,
} from './modules/organizations/queries.ts';
export type { Kept, ListedOrganization } from './modules/organizations/queries.ts';
export { encodeReinstate } from './modules/organizations/reinstate.ts';
export type { ReinstateParams } from './modules/organizations/reinstate.ts';
export { encodeRevokeKey } from './modules/organizations/revoke-key.ts';
export type { RevokeKeyParams } from './modules/organizations/revoke-key.ts';
export { ROLES } from './modules/organizations/roles.ts';
export type { Role } from './modules/organizations/roles.ts';
export { encodeSetRoles } from './modules/organizations/set-roles.ts';
export type { SetRolesParams } from './modules/organizations/set-roles.ts';
export { encodeSuspend } from './modules/organizations/suspend.ts';
export type { SuspendParams } from './modules/organizations/suspend.ts';

export {
  DEFAULT_CONSTITUTION,
  describeConstitution,
  readConstitution,
  ruleFor,
} from './modules/governance/constitution.ts';
export type { Committee, Constitution } from './modules/governance/constitution.ts';
export {
  CONSTITUTION_KEY,
  contentKey,
  formerKey,
  proposalKey,
  proposalRange,
  tallyKey,
  VALIDATORS_KEY,
  vetoKey,
  voteKey,
} from './modules/governance/keys.ts';
export type { Choice, GivenValidator } from './modules/governance/params.ts';
export {
  decodeContent,
  describeProposal,
  readContent,
  readProposal,
} from './modules/governance/proposal.ts';
export type {
  KeptProposal,
  PinnedRule,
  Proposal,
  ProposalContent,
  ProposalStatus,
} from './modules/governance/proposal.ts';
export { encodeActivate } from './modules/governance/activate.ts';
export type { ActivateParams } from './modules/governance/activate.ts';
export { encodeCancelActivation } from './modules/governance/cancel-activation.ts';
export type { CancelActivationParams } from './modules/governance/cancel-activation.ts';
export { encodeClaimSigner } from './modules/governance/claim-signer.ts';
export type { ClaimSignerParams } from './modules/governance/claim-signer.ts';
export { readSignerClaim } from './modules/governance/signer-claim.ts';
export type { SignerClaim } from './modules/governance/signer-claim.ts';
export { encodePropose } from './modules/governance/propose.ts';
export type { ProposeParams } from './modules/governance/propose.ts';
export { listProposals } from './modules/governance/queries.ts';
export { judge } from './modules/governance/rule.ts';
export type { Count, Rule, Verdict } from './modules/governance/rule.ts';
export { readConsensus } from './modules/governance/consensus.ts';
export type { ConsensusLimits } from './modules/governance/consensus.ts';
export { encodeSetConsensus } from './modules/governance/set-consensus.ts';
export { encodeSetConstitution } from './modules/governance/set-constitution.ts';
export { encodeSetValidators } from './modules/governance/set-validators.ts';
export { countVotes, decodeTally, judgeTally, readTally } from './modules/governance/tally.ts';
export type { Tally } from './modules/governance/tally.ts';
export { readFormer, readValidators } from './modules/governance/validators.ts';
export { decodeVote, listVotes } from './modules/governance/vote-entry.ts';
export type { ListedVote, Vote } from './modules/governance/vote-entry.ts';
export { encodeVoteAction } from './modules/governance/vote.ts';
export type { VoteParams } from './modules/governance/vote.ts';
export { encodeWithdraw } from './modules/governance/withdraw.ts';

export {
  isInForce,
  readAdministration,
} from './modules/naming/administration.ts';
export type { Administration, KeptAdministration } from './modules/naming/administration.ts';
export { ALIAS_TYPE } from './modules/naming/alias.ts';
export { findAuthority } from './modules/naming/authority.ts';
export { decodeChanges } from './modules/naming/change-log.ts';
export { encodeCloseRequest } from './modules/naming/close-request.ts';
export type { CloseRequestParams } from './modules/naming/close-request.ts';
export {
  dayOf,
  decodeCounts,
  decodeDay,
  readCounts,
  readDay,
  readNetworkCounts,
  readScope,
} from './modules/naming/counts.ts';
export type { Counts, DayCounts } from './modules/naming/counts.ts';
export { encodeDelegateAdministration } from './modules/naming/delegate-administration.ts';
export type { DelegateAdministrationParams } from './modules/naming/delegate-administration.ts';
export { encodeDelegate } from './modules/naming/delegate.ts';
export type { DelegateParams } from './modules/naming/delegate.ts';
export {
  describeAdministration,
  describePrefix,
  describeRecord,
  describeRequest,
} from './modules/naming/describe-record.ts';
export type {
  ShownData,
  ShownPrefix,
  ShownRecord,
  ShownValue,
} from './modules/naming/describe-record.ts';
export {
  administrationRange,
  changeKey,
  changeRange,
  prefixKey,
  recordKey,
  recordRange,
  restrictedKey,
  signatureKey,
  signatureRange,
  subtreeRange,
} from './modules/naming/keys.ts';
export type { RegisterEntry } from './modules/naming/params.ts';
export { readPrefix, resolveRecord } from './modules/naming/queries.ts';
export type { KeptPrefix, KeptRecord } from './modules/naming/queries.ts';
export {
  ADMIN_READ,
  ADMIN_WRITE,
  PUBLIC_READ,
  PUBLIC_WRITE,
} from './modules/naming/record-value.ts';
export type { RecordValue } from './modules/naming/record-value.ts';
export { encodeReassign } from './modules/naming/reassign.ts';
export type { ReassignParams } from './modules/naming/reassign.ts';
export { encodeReassignPrefix } from './modules/naming/reassign-prefix.ts';
export type { ReassignPrefixParams } from './modules/naming/reassign-prefix.ts';
export { encodeRegister } from './modules/naming/register.ts';
export type { RegisterParams } from './modules/naming/register.ts';
export { encodeRequestSignatures } from './modules/naming/request-signatures.ts';
export type { RequestSignaturesParams } from './modules/naming/request-signatures.ts';
export { encodeReregister } from './modules/naming/reregister.ts';
export type { ReregisterParams } from './modules/naming/reregister.ts';
export { encodeRetire } from './modules/naming/retire.ts';
export type { RetireParams } from './modules/naming/retire.ts';
export { encodeRevokeAdministration } from './modules/naming/revoke-administration.ts';
export type { RevokeAdministrationParams } from './modules/naming/revoke-administration.ts';
export { dayRange, industryOf, scopeKey } from './modules/naming/scope.ts';
export type { Scope } from './modules/naming/scope.ts';
export { encodeSetReregistration } from './modules/naming/set-reregistration.ts';
export type { SetReregistrationParams } from './modules/naming/set-reregistration.ts';
export { encodeSetTemplate } from './modules/naming/set-template.ts';
export type { SetTemplateParams } from './modules/naming/set-template.ts';
export { encodeSignValue } from './modules/naming/sign-value.ts';
export type { SignValueParams } from './modules/naming/sign-value.ts';
export { readRequest } from './modules/naming/signature-request.ts';
export type { SignatureRequest, Withdrawal } from './modules/naming/signature-request.ts';
export type { Template } from './modules/naming/template.ts';
export { encodeTransferPrefix } from './modules/naming/transfer-prefix.ts';
export type { TransferPrefixParams } from './modules/naming/transfer-prefix.ts';
export { encodeTransfer } from './modules/naming/transfer.ts';
export type { TransferParams } from './modules/naming/transfer.ts';
export { encodeUpdate } from './modules/naming/update.ts';
export type { UpdateParams } from './modules/naming/update.ts';
export { encodeWithdrawSignature } from './modules/naming/withdraw-signature.ts';
export type { WithdrawSignatureParams } from './modules/naming/withdraw-signature.ts';
