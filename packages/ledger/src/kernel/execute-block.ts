import type { DecodedTransaction } from '@touchmark/codec';
import type { Entry, StateView } from '@touchmark/state';
import {
  BLOCK_SIGNATURE_CHECKS,
  BLOCK_STRANGERS_CHECKS,
  BLOCK_TRANSACTION_BYTES,
  BLOCK_TRANSACTIONS,
  BLOCK_WRITE_BYTES,
  BLOCK_WRITES,
} from '../limits.ts';
import { ActionContext } from './action-context.ts';
import { refuse } from './errors.ts';
import { executeActions } from './execute-actions.ts';
import type { BlockInput, BlockOutcome, SignatureVerifier, TransactionOutcome } from './outcome.ts';
import { Overlay } from './overlay.ts';
import { OwnWork } from './own-work.ts';
import { encodeReceipt } from './receipt.ts';
import { encodeResultCode, pruneRecentIds, recentIdKey } from './recent-ids.ts';
import type { Refusal } from './refusal.ts';
import type { Registry } from './registry.ts';
import type { Rulebook } from './rulebook.ts';
import { runActivations } from './run-activations.ts';
import { runDue } from './run-due.ts';
import { runMisbehavior } from './run-misbehavior.ts';
import { newAccount, SignatureChecks } from './signature-checks.ts';
import type { ChecksAccount } from './signature-checks.ts';
import { SignerMemory } from './signer-memory.ts';
import { checkEnvelope, checkSignatures, identifySigners } from './transaction-checks.ts';

/**
 * Applies one block to the state: a pure function of its arguments, by the rules of its height.
 *
 * A refused transaction leaves its result and, once its signatures are known to hold, its id;
 * nothing else. An exception means a fault of the program or the store, never of a transaction, or
 * rules that this software does not have (VersionUnknownError): the caller must stop.
 */
export function executeBlock(
  rulebook: Rulebook,
  block: BlockInput,
  view: StateView,
  verify: SignatureVerifier,
): BlockOutcome {
  const registry = rulebook.at(view, block.height);
  const run = new BlockRun(registry, block, view, verify);
  const { overlay } = run;
  const own = new OwnWork(overlay);
  pruneRecentIds(overlay, block.timeMs, block.transactions.length);
  runActivations(registry, block, overlay, own, verify);
  runMisbehavior(registry, block, overlay, own, verify);
  runDue(registry, block, overlay, own, verify);
  own.finish(block.height);
  run.archived.push(...own.archived);
  run.writtenBytes += own.writtenBytes;
  const results = block.transactions.map((transaction) => run.execute(transaction));
  const { archived, writtenBytes } = run;
  return { writes: overlay.sortedWrites(), archived, results, events: own.events, writtenBytes };
}

class BlockRun {
  readonly overlay: Overlay;
  readonly archived: Entry[] = [];
  private readonly registry: Registry;
  private readonly block: BlockInput;
  private readonly verify: SignatureVerifier;
  private readonly signers: SignerMemory;
  private readonly account: ChecksAccount = newAccount(BLOCK_SIGNATURE_CHECKS);
  private readonly strangers: ChecksAccount = newAccount(BLOCK_STRANGERS_CHECKS);
  private transactions = 0;
  private bytes = 0;
  /** By the due work and the transactions accepted so far. */
  writtenBytes = 0;

  constructor(registry: Registry, block: BlockInput, view: StateView, verify: SignatureVerifier) {
    this.registry = registry;
    this.block = block;
    this.verify = verify;
    this.overlay = new Overlay(view);
    this.signers = new SignerMemory(registry);
  }

  execute(transaction: DecodedTransaction): TransactionOutcome {
    const context = this.admit(transaction);
    if (!(context instanceof ActionContext)) return turnedAway(transaction, context);
    const refusal =
      executeActions(this.registry, transaction.content.actions, context) ??
      this.meter(context, transaction);
    if (refusal?.code === 'BLOCK_FULL') return turnedAway(transaction, refusal);
    const accepted = refusal === undefined;
    if (accepted) {
      const full = this.writesFull(context);
      if (full !== undefined) return turnedAway(transaction, full);
      this.signers.notice(context.overlay);
      context.overlay.mergeInto(this.overlay);
      this.archived.push(...context.archived);
      this.writtenBytes += context.writtenBytes;
    }
    const code = refusal?.number ?? 0;
    const key = recentIdKey(transaction.content.expiresAtMs, transaction.id);
    this.overlay.put(key, encodeResultCode(code));
    const events = accepted ? context.events : [];
    return { code, data: encodeReceipt(transaction.id, refusal, events), events, final: true };
  }

  /** Everything before the actions: a context to run them in, or why not. */
  private admit(transaction: DecodedTransaction): ActionContext | Refusal {
    const { registry, block, overlay } = this;
    const { identify } = this.signers;
    const full = this.countTransaction(transaction);
    if (full !== undefined) return full;
    const refused = checkEnvelope(transaction, overlay, block);
    if (refused !== undefined) return refused;
    const identities = identifySigners(registry, transaction, overlay, block.timeMs, identify);
    if ('code' in identities) return identities;
    const invalid = checkSignatures(transaction, identities, this.verify);
    if (invalid !== undefined) return invalid;
    const signers = identities.map(({ organization, quota }, index) => ({
      organization,
      quota,
      keyId: transaction.content.signers[index]!,
    }));
    const author = signers[0]!.organization;
    // Else strangers with keys by the dozen would keep members from changing theirs.
    const accounts = author === '' ? [this.account, this.strangers] : [this.account];
    return new ActionContext({
      registry,
      block,
      transactionId: transaction.id,
      author,
      signers,
      mandate: 'organization',
      below: overlay,
      checks: new SignatureChecks(this.verify, accounts),
    });
  }

  private meter(
    context: ActionContext,
    { bytes: { length: bytes }, content }: DecodedTransaction,
  ): Refusal | undefined {
    const { actions, meters } = this.registry;
    const mayRefuse = content.actions.some(({ type }) => actions.get(type)?.beyondQuota !== true);
    for (const meter of meters) {
      const refusal = meter(context, { bytes, mayRefuse });
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  private countTransaction(transaction: DecodedTransaction): Refusal | undefined {
    this.transactions += 1;
    this.bytes += transaction.bytes.length;
    if (this.transactions > BLOCK_TRANSACTIONS) {
      return refuse('BLOCK_FULL', { what: 'transactions', limit: BLOCK_TRANSACTIONS });
    }
    if (this.bytes > BLOCK_TRANSACTION_BYTES) {
      return refuse('BLOCK_FULL', { what: 'bytes', limit: BLOCK_TRANSACTION_BYTES });
    }
    return undefined;
  }

  private writesFull(context: ActionContext): Refusal | undefined {
    if (this.overlay.writes.size + context.overlay.writes.size > BLOCK_WRITES) {
      return refuse('BLOCK_FULL', { what: 'writes', limit: BLOCK_WRITES });
    }
    if (this.writtenBytes + context.writtenBytes > BLOCK_WRITE_BYTES) {
      return refuse('BLOCK_FULL', { what: 'written bytes', limit: BLOCK_WRITE_BYTES });
    }
    return undefined;
  }
}

function turnedAway(transaction: DecodedTransaction, refusal: Refusal): TransactionOutcome {
  const data = encodeReceipt(transaction.id, refusal, []);
  return { code: refusal.number, data, events: [], final: false };
}
