export type {
  CommittedBlock,
  Engine,
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
export type { HistogramSummary } from './measure/histogram.ts';
