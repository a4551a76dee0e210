export { action } from './action.ts';
export type { ActionParams } from './action-params.ts';
export { actions } from './actions.ts';
export type { Client } from './client/client.ts';
export type { WitnessedHeader } from './client/check-witnesses.ts';
export { connect } from './client/connect.ts';
export type { ConnectOptions } from './client/connect.ts';
export type { VouchedHeader } from './client/vouched-header.ts';
export { ForkError } from './client/follow-validators.ts';
export type { BlockRange, WithBytes } from './client/history.ts';
export type { LatestHeader } from './client/latest-header.ts';
export { administrators, signatureRequest } from './client/naming-reads.ts';
export type { AppointedAdministrator } from './client/naming-reads.ts';
export type { ListOptions, ProvenPage } from './client/list.ts';
export type { RestrictedRecord } from './client/read-restricted.ts';
export type { Receipt, ReceiptOptions } from './client/receipt.ts';
export { OutcomeUnknownError } from './client/outcome-unknown-error.ts';
export { RefusedError } from './client/refused-error.ts';
export type { Moment, ResolveOptions } from './client/resolve.ts';
export type { SendOptions } from './client/send.ts';
export type { ReadOptions } from './client/session.ts';
export type { DayStatistics, Statistics, StatisticsOptions } from './client/statistics.ts';
export type { SubmitOptions } from './client/submit.ts';
export type { SubmitAllOptions, SubmitOutcome } from './client/submit-all.ts';
export type {
  UnverifiedKey,
  UnverifiedOrganization,
  UnverifiedPrefix,
  UnverifiedStatistics,
} from './client/unverified-directory.ts';
export type { UnverifiedRecord, UnverifiedValue, When } from './client/unverified-record.ts';
export type { EventOptions, NetworkEvent } from './events/follow-events.ts';
export { createGenesis } from './genesis/create-genesis.ts';
export type {
  FoundingOrganization,
  FoundingValidator,
  GenesisParameters,
} from './genesis/create-genesis.ts';
export { ProblemError } from './http/problem-error.ts';
export { errorOf } from './http/read-response.ts';
export { createTransport } from './http/transport.ts';
export type {
  Fetch,
  NodeRequest,
  NodeResponse,
  Transport,
  TransportOptions,
} from './http/transport.ts';
export { generateKey, keyOf } from './key/key.ts';
export type { Key } from './key/key.ts';
export { decryptKey, encryptKey, readKeystore } from './key/keystore.ts';
export type { EncryptOptions, KeystoreInfo } from './key/keystore.ts';
export { proveKey, proveKeyOf } from './key/prove-key.ts';
export type { KeyOwner, ProvenKey } from './key/prove-key.ts';
export { signerOf } from './key/signer.ts';
export type { Signer } from './key/signer.ts';
export { createReadToken } from './record/read-token.ts';
export type { ReadTokenParameters } from './record/read-token.ts';
export { DEFAULT_TTL_SECONDS, publicValue, restrictedValue } from './record/value.ts';
export type {
  PublicValueParameters,
  RestrictedValueParameters,
  ValueParameters,
} from './record/value.ts';
export { chunksOf } from './registration/chunks.ts';
export type { Registration, RegistrationChunk } from './registration/chunks.ts';
export type {
  RefusedChunk,
  RegisterAllOptions,
  RegisterAllResult,
  RegistrationProgress,
} from './registration/register-all.ts';
export { SdkError } from './sdk-error.ts';
export type { SdkErrorCode } from './sdk-error.ts';
export { createTransaction, openTransaction } from './transaction/create-transaction.ts';
export type {
  TransactionParameters,
  UnsignedTransaction,
} from './transaction/create-transaction.ts';
export {
  decodePartialTransaction,
  encodePartialTransaction,
} from './transaction/partial-transaction.ts';
export {
  addSignature,
  completeTransaction,
  missingSigners,
  signTransaction,
} from './transaction/sign-transaction.ts';
export type { PartialTransaction } from './transaction/sign-transaction.ts';
export type { SigningKey } from '@touchmark/codec';
export { describeRefusal } from '@touchmark/ledger';
export type { Counts, RecordValue, RegisterEntry, Role, Scope, Template } from '@touchmark/ledger';
export { checkRestrictedValue, verifyAnswer, verifyReceipt, VerifyError } from '@touchmark/verify';
export type {
  Query,
  Trust,
  TrustedHeader,
  VerifiedAnswer,
  VerifiedChangesAnswer,
  VerifiedEntriesAnswer,
  VerifiedFollowAnswer,
  VerifiedLifeAnswer,
  VerifiedListAnswer,
  VerifiedReceipt,
  VerifiedRecord,
  VerifiedRecordAnswer,
} from '@touchmark/verify';

export type { ProvenConstitution, ProvenProposal } from './client/governance.ts';
export type { ProvenEvidence } from './client/evidence.ts';
export type { ModuleUpgrades, ProvenUpgrades } from './client/upgrades.ts';
