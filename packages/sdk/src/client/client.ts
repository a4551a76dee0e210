import type { Action, SigningKey } from '@touchmark/codec';
import type {
  GivenAddKey,
  ProposeParams,
  VoteParams,
  AdmitParams,
  CloseRequestParams,
  DelegateAdministrationParams,
  DelegateParams,
  ReassignParams,
  ReassignPrefixParams,
  RegisterParams,
  ReinstateParams,
  RequestSignaturesParams,
  ReregisterParams,
  RetireParams,
  RevokeAdministrationParams,
  RevokeKeyParams,
  Scope,
  SetReregistrationParams,
  SetRolesParams,
  SetTemplateParams,
  SignValueParams,
  SuspendParams,
  TransferParams,
  TransferPrefixParams,
  UpdateParams,
  WithdrawSignatureParams,
} from '@touchmark/ledger';
import type {
  VerifiedChangesAnswer,
  VerifiedEntriesAnswer,
  VerifiedFollowAnswer,
  VerifiedLifeAnswer,
  VerifiedRecord,
  VerifiedRecordAnswer,
  Verifier,
} from '@touchmark/verify';
import type { EventOptions, NetworkEvent } from '../events/follow-events.ts';
import type { Registration } from '../registration/chunks.ts';
import type { RegisterAllOptions, RegisterAllResult } from '../registration/register-all.ts';
import type { BlockRange, WithBytes } from './history.ts';
import type { WitnessedHeader } from './check-witnesses.ts';
import type { LatestHeader } from './latest-header.ts';
import type { ListOptions, ProvenPage } from './list.ts';
import type { ProvenConstitution, ProvenProposal } from './governance.ts';
import type { ProvenEvidence } from './evidence.ts';
import type { ProvenUpgrades } from './upgrades.ts';
import type { RestrictedRecord } from './read-restricted.ts';
import type { Receipt, ReceiptOptions } from './receipt.ts';
import type { ResolveOptions } from './resolve.ts';
import type { SendOptions } from './send.ts';
import type { ReadOptions } from './session.ts';
import type { Statistics, StatisticsOptions } from './statistics.ts';
import type { SubmitOptions } from './submit.ts';
import type { SubmitAllOptions, SubmitOutcome } from './submit-all.ts';
import type {
  UnverifiedOrganization,
  UnverifiedPrefix,
  UnverifiedStatistics,
} from './unverified-directory.ts';
import type { UnverifiedRecord } from './unverified-record.ts';

/**
 * A network, seen through one node that need not be trusted: whatever is read is verified against
 * the genesis file or the trusted header, unless the name of the function says otherwise.
 *
 * Everything throws SdkError (nothing reached, or the answer makes no sense), VerifyError (it is
 * not proven) or ProblemError (the node said no); functions that write also RefusedError (the
 * ledger said no).
 */
export interface Client {
  readonly chainId: string;
  /** Address of the node. */
  readonly url: string;
  /** Checks answers that came another way. */
  readonly verifier: Verifier;

  /**
   * What an identifier resolves to, or the proof that it resolves to nothing (`status`: present,
   * retired, absent).
   *
   * @example
   * const { status, record } = await network.resolve('88.118.8/JXDY2106023');
   * if (status === 'present') console.log(record.values);
   */
  resolve(identifier: string, options?: ResolveOptions): Promise<VerifiedRecordAnswer>;

  /** Like `resolve`, with the bytes that prove it to anybody: see `verifyAnswer`. */
  prove(
    identifier: string,
    options?: ResolveOptions,
  ): Promise<{ bytes: Uint8Array; verified: VerifiedRecordAnswer }>;

  /**
   * What the node says an identifier resolves to; undefined if it says: to nothing. Nothing is
   * proven.
   */
  resolveUnverified(
    identifier: string,
    options?: ResolveOptions,
  ): Promise<UnverifiedRecord | undefined>;

  /**
   * The records directly under a prefix, retired ones included, in the bytewise order of their
   * suffixes. Proven complete up to wherever one stops reading.
   *
   * @example
   * for await (const record of network.list('88.118.8')) console.log(record.identifier);
   */
  list(prefix: string, options?: ListOptions): AsyncGenerator<VerifiedRecord, void, undefined>;

  /** The same by pages, each with its proof and the interval in which nothing is missing. */
  listPages(prefix: string, options?: ListOptions): AsyncGenerator<ProvenPage, void, undefined>;

  /** Every version of a record, newest first, proven back to its first registration. */
  life(identifier: string, options?: ReadOptions): Promise<WithBytes<VerifiedLifeAnswer>>;

  /** What an identifier resolves to over aliases, each step proven. */
  follow(identifier: string, options?: ReadOptions): Promise<WithBytes<VerifiedFollowAnswer>>;

  /**
   * What changed directly under a prefix in some blocks (both included), in one or more answers:
   * proven that nothing else did.
   *
   * @example
   * for await (const { blocks } of network.changes('88.118.8', { from: 1, to: 1_000 })) {
   *   for (const { height, suffixes } of blocks) console.log(height, suffixes);
   * }
   */
  changes(
    prefix: string,
    blocks: BlockRange,
    options?: ReadOptions,
  ): AsyncGenerator<WithBytes<VerifiedChangesAnswer>, void, undefined>;

  /** A range of the state as it is, proven complete; see the ledger's keys. */
  entries(
    range: { start: Uint8Array; end: Uint8Array | null; limit: number },
    options?: ReadOptions,
  ): Promise<WithBytes<VerifiedEntriesAnswer>>;

  /** What lies in a prefix, an industry or the network, and what happened there by day, proven. */
  statistics(scope: Scope, options?: StatisticsOptions): Promise<Statistics>;

  /**
   * A record with the values that only its holder may read, each checked against the record.
   *
   * @param key an active key of the organization that holds the record.
   */
  readRestricted(
    identifier: string,
    key: SigningKey,
    options?: ReadOptions,
  ): Promise<RestrictedRecord>;

  /**
   * Signs actions as one transaction, submits it and waits for its proven receipt. All actions are
   * done, or none.
   *
   * @example
   * const delegation = actions.delegate({ prefix: '88.118.8', holder: 'acme' });
   * await network.send([delegation], { signers: [parentKey] });
   *
   * @throws RefusedError if the ledger refuses it; its `receipt` proves that.
   */
  send(actions: readonly Action[], options?: SendOptions): Promise<Receipt>;

  /**
   * Submits a signed transaction, again and again while the node can not be reached or is
   * overloaded, and waits for its proven receipt. The same bytes may be submitted any number of
   * times: they are done once. A refusal by the ledger is a receipt with status "refused".
   *
   * @throws SdkError SDK_OUTCOME_UNKNOWN if the time is up and nobody can say: submit the same
   * bytes again.
   */
  submit(transaction: Uint8Array, options?: SubmitOptions): Promise<Receipt>;

  /**
   * Submits signed transactions that do not depend on each other, up to 1,000 in one request (`POST /v1/batches`), and
   * waits for the proven receipt of each. Gives, in their order, for each what `submit` would have returned (`receipt`)
   * or thrown (`error`): one can be refused and the next done. What a node has no room for is sent again.
   *
   * @example
   * const outcomes = await network.submitAll(signed);
   * for (const { transactionId, receipt, error } of outcomes) {
   *   console.log(transactionId, receipt?.status ?? error?.message);
   * }
   */
  submitAll(
    transactions: readonly Uint8Array[],
    options?: SubmitAllOptions,
  ): Promise<SubmitOutcome[]>;

  /** The proven receipt of a transaction, by its id; undefined if it is in no block (yet). */
  receipt(
    transactionId: string | Uint8Array,
    options?: ReceiptOptions,
  ): Promise<Receipt | undefined>;

  /**
   * Registers identifiers under one prefix: all, or none. For more than a few thousand:
   * `registerAll`.
   */
  register(params: RegisterParams, options?: SendOptions): Promise<Receipt>;
  /** Gives a record new values if it still is at the version that was seen. */
  update(params: UpdateParams, options?: SendOptions): Promise<Receipt>;
  /** Retires an identifier for good. */
  retire(params: RetireParams, options?: SendOptions): Promise<Receipt>;
  /** Delegates a prefix to an organization. */
  delegate(params: DelegateParams, options?: SendOptions): Promise<Receipt>;
  /** Gives a record to another organization: sign with keys of both. */
  transfer(params: TransferParams, options?: SendOptions): Promise<Receipt>;
  /** Gives a prefix to another organization: sign with keys of both. */
  transferPrefix(params: TransferPrefixParams, options?: SendOptions): Promise<Receipt>;
  /** Gives a record of an organization that is gone to another one; governed. */
  reassign(params: ReassignParams, options?: SendOptions): Promise<Receipt>;
  /** Gives a prefix of an organization that is gone to another one; governed. */
  reassignPrefix(params: ReassignPrefixParams, options?: SendOptions): Promise<Receipt>;
  /** Lets an organization administer a prefix in the name of its holder. */
  delegateAdministration(
    params: DelegateAdministrationParams,
    options?: SendOptions,
  ): Promise<Receipt>;
  revokeAdministration(params: RevokeAdministrationParams, options?: SendOptions): Promise<Receipt>;
  /** Which types of values the records under a prefix must and may have. */
  setTemplate(params: SetTemplateParams, options?: SendOptions): Promise<Receipt>;
  /** Whether and when a retired identifier under a prefix may be registered again. */
  setReregistration(params: SetReregistrationParams, options?: SendOptions): Promise<Receipt>;
  /** Registers a retired identifier again. */
  reregister(params: ReregisterParams, options?: SendOptions): Promise<Receipt>;
  /** Proposes a value that becomes part of a record when enough parties have signed it. */
  requestSignatures(params: RequestSignaturesParams, options?: SendOptions): Promise<Receipt>;
  signValue(params: SignValueParams, options?: SendOptions): Promise<Receipt>;
  withdrawSignature(params: WithdrawSignatureParams, options?: SendOptions): Promise<Receipt>;
  closeRequest(params: CloseRequestParams, options?: SendOptions): Promise<Receipt>;
  /** Admits an organization. */
  admit(params: AdmitParams, options?: SendOptions): Promise<Receipt>;
  suspend(params: SuspendParams, options?: SendOptions): Promise<Receipt>;
  reinstate(params: ReinstateParams, options?: SendOptions): Promise<Receipt>;
  setRoles(params: SetRolesParams, options?: SendOptions): Promise<Receipt>;
  addKey(params: GivenAddKey, options?: SendOptions): Promise<Receipt>;
  revokeKey(params: RevokeKeyParams, options?: SendOptions): Promise<Receipt>;

  /**
   * Registers any number of identifiers in transactions of up to 1,000, a few at a time, with
   * progress. What the ledger refuses is in the result; anything else that goes wrong stops the
   * work and is thrown.
   *
   * @example
   * await network.registerAll(readCsv('items.csv'), {
   *   onProgress: ({ registered }) => process.stderr.write(`${registered}\r`),
   * });
   */
  registerAll(
    registrations: Iterable<Registration> | AsyncIterable<Registration>,
    options?: RegisterAllOptions,
  ): Promise<RegisterAllResult>;

  /**
   * What happens on the ledger, as the node tells it, over as many connections as it takes: none is
   * missed, none comes twice. Ends when `signal` says so.
   *
   * @example
   * for await (const event of network.events({ after: lastSeen })) {
   *   await handle(event);
   *   lastSeen = event.id;
   * }
   */
  events(options?: EventOptions): AsyncGenerator<NetworkEvent, void, undefined>;

  /**
   * How trust came from what this client began with to the validators of today: keep it with receipts for those who
   * verify offline, or give it to the next client.
   */
  trustPath(): Uint8Array;
  /**
   * Compares the newest header with those of the witnesses.
   * @throws ForkError if one of them proves another header of that height
   */
  checkWitnesses(options?: ReadOptions): Promise<WitnessedHeader>;
  /** The header of any block, verified; `latestHeader` is the newest that proves a state. */
  header(height: number, options?: ReadOptions): Promise<LatestHeader>;
  /** The node's newest header, verified. */
  latestHeader(options?: ReadOptions): Promise<LatestHeader>;

  /**
   * Makes a proposal of governed actions, and votes for it at once if `vote` says so. Its number is
   * in the event `governance.proposed`.
   */
  propose(params: ProposeParams, options?: SendOptions): Promise<Receipt>;
  /** Votes on a proposal, or stops it by veto. */
  vote(params: VoteParams, options?: SendOptions): Promise<Receipt>;
  /** A proposal, what it does, by which rules, and who voted what: all of it, proven. */
  proposal(number: number, options?: ReadOptions): Promise<ProvenProposal>;
  /** Who decides what by which rule, proven. */
  constitution(options?: ReadOptions): Promise<ProvenConstitution>;
  /** By which version of its rules each module goes, and what is to come, proven. */
  upgrades(options?: ReadOptions): Promise<ProvenUpgrades>;

  /**
   * What blocks have proven of the validators of an organization, proven: each time one of them
   * signed two things that exclude each other.
   */
  evidence(organization: string, options?: ReadOptions): Promise<ProvenEvidence>;

  /** What the node says about its organizations. Nothing is proven. */
  organizationsUnverified(
    options?: ReadOptions,
  ): AsyncGenerator<UnverifiedOrganization, void, undefined>;
  /** What the node says about one organization. Nothing is proven. */
  organizationUnverified(id: string, options?: ReadOptions): Promise<UnverifiedOrganization>;
  /** What the node says about one prefix. Nothing is proven. */
  prefixUnverified(prefix: string, options?: ReadOptions): Promise<UnverifiedPrefix>;
  /** The network in numbers, as the node tells them. Nothing is proven. */
  statisticsUnverified(options?: ReadOptions): Promise<UnverifiedStatistics>;
}
