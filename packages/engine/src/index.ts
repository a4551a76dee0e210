export type {
  CommittedBlock,
  ConsensusSource,
  Engine,
  EngineScrub,
  EngineStatus,
  EngineStop,
  RefusedTransaction,
  SubmitResult,
} from './engine.ts';
export { EngineError, type EngineErrorCode, withoutStack } from './engine-error.ts';
export type {
  AsOf,
  BlockDetail,
  BlockSummary,
  ChainEvent,
  ChainHead,
  ChainReader,
} from './chain/chain-reader.ts';
export type { ReceiptRecord } from './chain/receipt-record.ts';
export { type OpenChainReader, openChainReader } from './chain/open-chain-reader.ts';
export type { ChainScrubReport } from './chain/scrub-chain.ts';
export { CHAIN_TABLE_NAMES } from './chain/tables.ts';
export {
  type OpenEmbeddedEngine,
  openEmbeddedEngine,
  openEmbeddedEngineOver,
} from './embedded/open-embedded-engine.ts';
export { EMBEDDED_DEFAULTS, type EmbeddedOptions } from './embedded/options.ts';
export { MAX_BUNDLE_BYTES, MAX_COMET_TRANSACTION_BYTES } from './cometbft/bundle-limits.ts';
export { CometEngine, type CometProcess } from './cometbft/comet-engine.ts';
export { CometRpc, CometRpcError, type CometStatus } from './cometbft/comet-rpc.ts';
export type { Leave } from './cometbft/leave.ts';
export { openCometEngine, type OpenCometEngine } from './cometbft/open-comet-engine.ts';
export { COMET_DEFAULTS, type CometOptions } from './cometbft/options.ts';
export type { HistogramSummary } from './measure/histogram.ts';
export {
  type AuditDifference,
  auditChain,
  type AuditOptions,
  type AuditReport,
} from './replay/audit-chain.ts';
export type { MigrationTrial } from './replay/try-migrations.ts';
export type { KeyDifference } from './replay/compare-states.ts';
export { exportChain, type ExportOptions, type ExportReport } from './transfer/export-chain.ts';
export { type Compression, COMPRESSIONS } from './transfer/format.ts';
export {
  importChain,
  type ImportOptions,
  type ImportReport,
  readExportTitle,
} from './transfer/import-chain.ts';
export { TransferError, type TransferErrorCode } from './transfer/transfer-error.ts';
export { type VerifiedStore, verifyStore, type VerifyOptions } from './backup/verify-store.ts';
export { copyStateStore as copyStore } from '@touchmark/state';
