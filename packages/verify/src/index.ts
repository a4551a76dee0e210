export { ANSWER_TAG, decodeAnswer, encodeAnswer } from './answer/answer-codec.ts';
export type { Answer, AnswerResult } from './answer/answer-codec.ts';
export { buildAnswer } from './answer/build-answer.ts';
export { MAX_OLDER_VERSIONS } from './answer/answer-source.ts';
export type { AnswerHeader, AnswerSource } from './answer/build-answer.ts';
export { findVersion } from './answer/find-version.ts';
export { ALIAS_TYPE, aliasOf, MAX_ALIAS_STEPS } from './answer/follow-answer.ts';
export { describeQuery, encodeQuery, MAX_LIST_LIMIT } from './answer/query.ts';
export type { Query, RecordQuery } from './answer/query.ts';
export { isRecordAnswer } from './answer/verified-answer.ts';
export type {
  ChangedBlock,
  VerifiedAnswer,
  VerifiedBlock,
  VerifiedChangesAnswer,
  VerifiedEntriesAnswer,
  VerifiedFollowAnswer,
  VerifiedLifeAnswer,
  VerifiedListAnswer,
  VerifiedRecord,
  VerifiedRecordAnswer,
} from './answer/verified-answer.ts';
export { verifyAnswer } from './answer/verify-answer.ts';
export type { VerifyOptions } from './answer/verify-answer.ts';
export { MAX_CLOCK_DRIFT_MS } from './header/clock.ts';
export type { ClockOptions } from './header/clock.ts';
export { verifySignedHeader } from './header/signed-header.ts';
export type { VerifiedHeader } from './header/signed-header.ts';
export type { Signer } from './header/signer.ts';
export { DEFAULT_TRUST_PERIOD_MS } from './header/trust-period.ts';
export { trustedHeaderOf } from './header/trust.ts';
export type { Trust, TrustedHeader } from './header/trust.ts';
export { describeDivergence } from './light/divergence.ts';
export type { AttackKind, Divergence } from './light/divergence.ts';
export { openLightBlock } from './light/light-block.ts';
export type { LightBlock } from './light/light-block.ts';
export { DEFAULT_TRUST_LEVEL } from './light/light-options.ts';
export type { LightOptions, TrustLevel } from './light/light-options.ts';
export type { LightWalk, WalkOptions } from './light/light-walk.ts';
export { verifyBackwards } from './light/step.ts';
export { decodeTrustPath, encodeTrustPath } from './light/trust-path.ts';
export { buildReceiptProof } from './receipt/build-receipt-proof.ts';
export {
  BUNDLED_RECEIPT_TAG,
  decodeReceiptProof,
  encodeReceiptProof,
  RECEIPT_TAG,
} from './receipt/receipt-codec.ts';
export type { ReceiptProof } from './receipt/receipt-codec.ts';
export { verifyReceipt } from './receipt/verify-receipt.ts';
export type { VerifiedReceipt } from './receipt/verify-receipt.ts';
export { decodeRecordBody, PERMISSION } from './record/record.ts';
export type { RecordBody, RecordValue, ValueData } from './record/record.ts';
export { recordKey, recordRange } from './record/record-keys.ts';
export { checkRestrictedValue, RESTRICTED_SALT_LENGTH } from './record/restricted-value.ts';
export { createVerifier } from './verifier.ts';
export type { Verifier, VerifierOptions } from './verifier.ts';
export { VerifyError } from './verify-error.ts';
export type { VerifyErrorCode } from './verify-error.ts';
