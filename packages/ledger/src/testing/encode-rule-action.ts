import { encode } from '@touchmark/codec';
import type { Action } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import {
  encodeCloseRequest,
  encodeDelegateAdministration,
  encodeReassign,
  encodeReassignPrefix,
  encodeRequestSignatures,
  encodeReregister,
  encodeRevokeAdministration,
  encodeSetReregistration,
  encodeSetTemplate,
  encodeSignValue,
  encodeTransfer,
  encodeTransferPrefix,
  encodeWithdrawSignature,
} from '../index.ts';
import { SIGNED_TEXT } from './model-signatures.ts';
import type { SignatureAction } from './model-signatures.ts';
import type { ModelAction, ModelTemplate } from './naming-model.ts';
import { recordValue } from './random-transactions.ts';

type Simple = 'delegate' | 'register' | 'update' | 'retire' | 'suspend' | 'reinstate';

const TEMPLATES: Readonly<
  Record<ModelTemplate, { required: string[]; optional: string[]; others: 'yes' | 'no' }>
> = {
  none: { required: [], optional: [], others: 'yes' },
  needs: { required: ['T'], optional: [], others: 'yes' },
  bars: { required: [], optional: ['HS_ALIAS'], others: 'no' },
};

/** The ledger's own action for one of the model's about rules and signatures. */
export function encodeRuleAction(of: Exclude<ModelAction, { kind: Simple }>): Action {
  switch (of.kind) {
    case 'transfer':
      return encodeTransfer({ identifier: of.identifier, expectedVersion: of.version, to: of.to });
    case 'transfer-prefix':
      return encodeTransferPrefix({ prefix: of.prefix, expectedVersion: of.version, to: of.to });
    case 'reassign':
      return encodeReassign({ ...of, reason: 'gone' });
    case 'reassign-prefix':
      return encodeReassignPrefix({ ...of, expectedVersion: of.version, reason: 'gone' });
    case 'appoint':
      return encodeDelegateAdministration({ ...of, mayDelegate: of.mayDelegate ? 'yes' : 'no' });
    case 'dismiss':
      return encodeRevokeAdministration({ ...of, reason: 'left' });
    case 'template':
      return encodeSetTemplate({
        prefix: of.prefix,
        expectedVersion: of.version,
        ...TEMPLATES[of.template],
      });
    case 'reregistration':
      return encodeSetReregistration({ ...of, expectedVersion: of.version });
    case 'reregister':
      return encodeReregister({
        identifier: of.identifier,
        expectedVersion: of.version,
        values: of.values.map(recordValue),
      });
    default:
      return encodeSignatureAction(of);
  }
}

function encodeSignatureAction(of: SignatureAction): Action {
  const { identifier, index } = of;
  switch (of.kind) {
    case 'request':
      return encodeRequestSignatures({
        ...of,
        expectedVersion: of.version,
        value: recordValue({ index, data: SIGNED_TEXT, permissions: of.permissions }),
        untilMs: 0,
      });
    case 'sign': {
      const digest = sha256(encode([index, 'T', SIGNED_TEXT, 1, of.permissions]));
      return encodeSignValue({ identifier, index, digest });
    }
    case 'withdraw':
      return encodeWithdrawSignature({ identifier, index, reason: 'mistaken' });
    default:
      return encodeCloseRequest({ identifier, index, reason: 'not needed' });
  }
}
