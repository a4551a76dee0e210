export type {
  CommittedBlock,
  Engine,
  EngineScrub,
  EngineStatus,
  EngineStop,
  RefusedTransaction,
  SubmitResult,
} from './engine.ts';
export { EngineError, type EngineErrorCode } from './engine-error.ts';
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
export type { HistogramSummary } from './measure/histogram.ts';
