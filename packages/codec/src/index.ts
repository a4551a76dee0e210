export { decodeBase64, encodeBase64 } from './base64.ts';
export { CborError, type CborErrorCode } from './cbor/cbor-error.ts';
export { compareBytes, equalBytes } from './cbor/compare.ts';
export type { CborKind } from './cbor/faults.ts';
export { DEFAULT_CBOR_LIMITS, type CborLimits } from './cbor/limits.ts';
export { CborReader } from './cbor/reader.ts';
export {
  readArrayOf,
  readBool,
  readBytes,
  readMap,
  readRaw,
  readRecord,
  readText,
  readUint,
  type CborRecord,
  type FieldReader,
} from './cbor/record.ts';
export { decodeUtf8, encodeUtf8, isUtf8 } from './cbor/utf8.ts';
export {
  decode,
  encode,
  readValue,
  type CborInput,
  type CborKey,
  type CborValue,
} from './cbor/value.ts';
export { CborWriter } from './cbor/writer.ts';
export { CodecError } from './codec-error.ts';
export {
  BLOCK_PART_SIZE,
  blockPartSetHeader,
  encodeBlock,
  type Block,
} from './comet/block-parts.ts';
export {
  decodeMisbehavior,
  encodeEvidence,
  evidenceHash,
  misbehaviorOf,
  type DuplicateVoteEvidence,
  type Evidence,
  type EvidenceMisbehavior,
  type LightClientAttackEvidence,
  type RankedValidator,
  type Vote,
} from './comet/evidence.ts';
export {
  bundledResultsHash,
  bundleResults,
  encodeBundle,
  MAX_BUNDLE_TRANSACTIONS,
  splitBundle,
} from './comet/bundle.ts';
export { CometError, type CometErrorCode } from './comet/comet-error.ts';
export {
  commitHash,
  consensusHash,
  dataHash,
  EMPTY_HASH,
  encodeResult,
  resultsHash,
  validatorsHash,
  type ExecutionResult,
} from './comet/hashes.ts';
export { headerHash } from './comet/header-hash.ts';
export { timestampMessage } from './comet/proto-messages.ts';
export { protoFields, type ProtoField } from './comet/proto-reader.ts';
export { ProtoWriter } from './comet/proto-writer.ts';
export { formatTimestamp, parseTimestamp } from './comet/rfc3339.ts';
export { decodeSignedHeader, encodeSignedHeader } from './comet/signed-header-transport.ts';
export {
  ABSENT_SIGNATURE,
  compareTimestamps,
  msOfTimestamp,
  NO_BLOCK_ID,
  timestampOfMs,
  validatorOf,
  ZERO_TIME,
  type BlockId,
  type Commit,
  type CommitFlag,
  type CommitSig,
  type Header,
  type SignedHeader,
  type Timestamp,
  type Validator,
  type ValidatorSet,
} from './comet/types.ts';
export {
  checkValidators,
  decodeValidators,
  encodeValidators,
  MAX_TOTAL_POWER,
  sortValidators,
} from './comet/validators-transport.ts';
export {
  commitSignBytes,
  PRECOMMIT,
  PREVOTE,
  voteSignBytes,
  type CanonicalVote,
} from './comet/vote.ts';
export { encodeGenesis } from './genesis/encode.ts';
export { GenesisError, type GenesisErrorCode } from './genesis/genesis-error.ts';
export { MAX_GENESIS_BYTES, parseGenesis } from './genesis/parse.ts';
export {
  DEFAULT_CONSENSUS_PARAMS,
  type ConsensusParams,
  type Genesis,
  type GenesisAppState,
  type GenesisConstitution,
  type GenesisContent,
  type GenesisKey,
  type GenesisOrganization,
  type GenesisRule,
  type GenesisValidator,
} from './genesis/types.ts';
export { decodeHex, encodeHex } from './hex.ts';
export { canonicalizeIdentifier, canonicalizePrefix } from './identifier/canonicalize.ts';
export { confusableWarning } from './identifier/confusable.ts';
export { displayIdentifier } from './identifier/display.ts';
export { IdentifierError, type IdentifierErrorCode } from './identifier/identifier-error.ts';
export {
  MAX_IDENTIFIER_LENGTH,
  MAX_LABEL_LENGTH,
  MAX_PREFIX_LABELS,
  MAX_PREFIX_LENGTH,
  MAX_SUFFIX_LENGTH,
} from './identifier/limits.ts';
export {
  isCanonicalIdentifier,
  isCanonicalPrefix,
  isCanonicalSuffix,
  parseIdentifier,
  type Identifier,
} from './identifier/parse.ts';
export { checkPrefixBytes } from './identifier/prefix.ts';
export { checkSuffixBytes } from './identifier/suffix.ts';
export { KEY_PROOF_DOMAIN, keyProofMessage, proveKey } from './key-proof.ts';
export type { KeyOwner, ProvenKey } from './key-proof.ts';
export {
  decodeReadToken,
  MAX_READ_TOKEN_LIFE_MS,
  parseReadTokenHeader,
  READ_TOKEN_DOMAIN,
  ReadTokenError,
  readTokenHeader,
  signReadToken,
  verifyReadToken,
  type DecodedReadToken,
  type ReadTokenClaims,
  type ReadTokenErrorCode,
} from './read-token.ts';
export {
  areActionParams,
  decodeTransactionContent,
  encodeTransactionContent,
  isChainId,
  TRANSACTION_DOMAIN,
  type Action,
  type TransactionContent,
} from './transaction/content.ts';
export {
  decodeTransaction,
  type DecodedTransaction,
  type TransactionSignature,
} from './transaction/decode.ts';
export { TRANSACTION_LIMITS, type TransactionLimits } from './transaction/limits.ts';
export {
  assembleTransaction,
  signatureMessage,
  signTransaction,
  type SignaturePart,
  type SigningKey,
} from './transaction/sign.ts';
export { TransactionError, type TransactionErrorCode } from './transaction/transaction-error.ts';
