import type { Action, SigningKey } from '@touchmark/codec';
import { createVerifier, type Trust } from '@touchmark/verify';
import { actions } from '../actions.ts';
import { followEvents } from '../events/follow-events.ts';
import { createTransport, type Fetch, nodeUrl } from '../http/transport.ts';
import { type Signer, signerOf } from '../key/signer.ts';
import { registerAll } from '../registration/register-all.ts';
import type { Client } from './client.ts';
import { readProvenConstitution, readProvenProposal } from './governance.ts';
import { readProvenEvidence } from './evidence.ts';
import { readProvenUpgrades } from './upgrades.ts';
import { changes, entries, follow, life } from './history.ts';
import { checkWitnesses } from './check-witnesses.ts';
import { headerAt, latestHeader } from './latest-header.ts';
import { list, listPages } from './list.ts';
import { readRestricted } from './read-restricted.ts';
import { type Receipt, receipt } from './receipt.ts';
import { proveRecord, resolve } from './resolve.ts';
import { send, type SendOptions } from './send.ts';
import type { Session } from './session.ts';
import { statistics } from './statistics.ts';
import { submit } from './submit.ts';
import { submitAll } from './submit-all.ts';
import type { VouchedHeader } from './vouched-header.ts';
import {
  organizationsUnverified,
  organizationUnverified,
  prefixUnverified,
  statisticsUnverified,
} from './unverified-directory.ts';
import { resolveUnverified } from './unverified-record.ts';

const DEFAULT_TIMEOUT_MS = 30_000;
/** Who reads waits; what is written should not be lost because a node restarts. */
const DEFAULT_READ_RETRY_MS = 10_000;
const DEFAULT_WRITE_RETRY_MS = 60_000;

export interface ConnectOptions {
  /** Address of a node, such as https://node.example. It need not be trusted. */
  url: string;
  /** What is trusted instead: the bytes of the genesis file, or a header learned from somebody. */
  trust: Trust;
  /**
   * Nodes of other organizations. When the validators change, and when `checkWitnesses` is called, their headers are
   * compared with those of this node.
   */
  witnesses?: readonly string[];
  /**
   * How trust came from `trust` to newer headers: what `trustPath` of an earlier client of one's own gave, kept where
   * nobody else writes. Keep it now and then, and what is trusted stays young.
   */
  trustPath?: Uint8Array;
  /**
   * How long validators answer for what they signed, in milliseconds; default 30 days. What is trusted and older
   * proves nothing new (VERIFY_TRUST_EXPIRED). Infinity: however old, for who is sure that no key of a former validator
   * will ever be in wrong hands.
   */
  trustPeriodMs?: number;
  /** A header named by somebody who is believed; used when what is trusted is too old. */
  vouched?: VouchedHeader;
  /** How validators that changed are followed; default: skipping headers where the rules allow it. */
  verification?: 'skipping' | 'sequential';
  /** Keys that sign what this client sends; each call may name others. */
  signers?: readonly (SigningKey | Signer)[];
  /** For one request; default 30 s. */
  timeoutMs?: number;
  /**
   * How long failures that pass (no connection, overload) are retried; 0: not at all. Default: 10 s
   * when reading, one minute when submitting.
   */
  retryForMs?: number;
  /**
   * This machine's time in milliseconds since 1970; default Date.now; false: this machine's clock
   * is wrong. Then no age is told: neither of headers nor of what is trusted.
   */
  clock?: (() => number) | false;
  /** Default: the runtime's own. */
  fetch?: Fetch;
  signal?: AbortSignal;
}

function sessionOf(options: ConnectOptions): Session {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, retryForMs, clock = Date.now } = options;
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const { witnesses = [], trustPeriodMs, verification, trustPath: path } = options;
  const transportTo = (url: string) => createTransport({ url: nodeUrl(url), fetch, timeoutMs });
  return {
    transport: transportTo(options.url),
    witnesses: witnesses.map(transportTo),
    verifier: createVerifier(options.trust, { path, isOwnPath: true }),
    light: {
      sequential: verification === 'sequential',
      ...(trustPeriodMs === undefined ? {} : { trustPeriodMs }),
    },
    vouched: options.vouched,
    signers: options.signers?.map(signerOf) ?? [],
    readRetryMs: retryForMs ?? DEFAULT_READ_RETRY_MS,
    writeRetryMs: retryForMs ?? DEFAULT_WRITE_RETRY_MS,
    clock: clock === false ? undefined : clock,
    newest: { height: 0 },
  };
}

/** A function of the client that sends one action. */
function sender<Params>(
  session: Session,
  encode: (params: Params) => Action,
): (params: Params, options?: SendOptions) => Promise<Receipt> {
  return (params, options) => send(session, [encode(params)], options);
}

function clientOf(session: Session): Client {
  const { transport, verifier } = session;
  return {
    chainId: verifier.chainId,
    url: transport.url,
    verifier,
    resolve: (identifier, options) => resolve(session, identifier, options),
    prove: (identifier, options) => proveRecord(session, identifier, options),
    resolveUnverified: (identifier, options) => resolveUnverified(session, identifier, options),
    life: (identifier, options) => life(session, identifier, options),
    follow: (identifier, options) => follow(session, identifier, options),
    changes: (prefix, blocks, options) => changes(session, prefix, blocks, options),
    entries: (range, options) => entries(session, range, options),
    statistics: (scope, options) => statistics(session, scope, options),
    list: (prefix, options) => list(session, prefix, options),
    listPages: (prefix, options) => listPages(session, prefix, options),
    readRestricted: (identifier, key, options) => readRestricted(session, identifier, key, options),
    send: (given, options) => send(session, given, options),
    submit: (transaction, options) => submit(session, transaction, options),
    submitAll: (transactions, options) => submitAll(session, transactions, options),
    receipt: (transactionId, options) => receipt(session, transactionId, options),
    register: sender(session, actions.register),
    update: sender(session, actions.update),
    retire: sender(session, actions.retire),
    delegate: sender(session, actions.delegate),
    transfer: sender(session, actions.transfer),
    transferPrefix: sender(session, actions.transferPrefix),
    reassign: sender(session, actions.reassign),
    reassignPrefix: sender(session, actions.reassignPrefix),
    delegateAdministration: sender(session, actions.delegateAdministration),
    revokeAdministration: sender(session, actions.revokeAdministration),
    setTemplate: sender(session, actions.setTemplate),
    setReregistration: sender(session, actions.setReregistration),
    reregister: sender(session, actions.reregister),
    requestSignatures: sender(session, actions.requestSignatures),
    signValue: sender(session, actions.signValue),
    withdrawSignature: sender(session, actions.withdrawSignature),
    closeRequest: sender(session, actions.closeRequest),
    admit: sender(session, actions.admit),
    suspend: sender(session, actions.suspend),
    reinstate: sender(session, actions.reinstate),
    setRoles: sender(session, actions.setRoles),
    addKey: sender(session, actions.addKey),
    revokeKey: sender(session, actions.revokeKey),
    propose: sender(session, actions.propose),
    vote: sender(session, actions.vote),
    proposal: (number, options) => readProvenProposal(session, number, options),
    constitution: (options) => readProvenConstitution(session, options),
    evidence: (organization, options) => readProvenEvidence(session, organization, options),
    upgrades: (options) => readProvenUpgrades(session, options),
    registerAll: (registrations, options) => registerAll(session, registrations, options),
    events: (options) => followEvents(session, options),
    trustPath: () => verifier.path(),
    checkWitnesses: (options) => checkWitnesses(session, options),
    header: (height, options) => headerAt(session, height, options),
    latestHeader: (options) => latestHeader(session, options),
    organizationsUnverified: (options) => organizationsUnverified(session, options),
    organizationUnverified: (id, options) => organizationUnverified(session, id, options),
    prefixUnverified: (prefix, options) => prefixUnverified(session, prefix, options),
    statisticsUnverified: (options) => statisticsUnverified(session, options),
  };
}

/**
 * Connects to a network through one of its nodes, and checks at once that the node belongs to it:
 * its newest header must be signed by the validators that are trusted.
 *
 * @example
 * const network = await connect({
 *   url: 'http://127.0.0.1:8088',
 *   trust: { genesis: await readFile('genesis.json') },
 *   signers: [await decryptKey(await readFile('acme.key.json', 'utf8'), passphrase)],
 * });
 *
 * @throws SdkError SDK_WRONG_NETWORK, SDK_UNREACHABLE, …; VerifyError if the header fails.
 */
export async function connect(options: ConnectOptions): Promise<Client> {
  const session = sessionOf(options);
  await latestHeader(session, options.signal === undefined ? {} : { signal: options.signal });
  return clientOf(session);
}
