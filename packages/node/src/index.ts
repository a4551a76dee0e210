export {
  type CheckedConfiguration,
  checkConfiguration,
} from './config/check.ts';
export { configurationReference, defaultConfigurationFile } from './config/document.ts';
export {
  ConfigurationError,
  describeConfigurationProblem,
  resolveConfiguration,
} from './config/resolve.ts';
export { type Configuration, ConfigurationSchema } from './config/schema.ts';
export { type Setting, SETTINGS } from './config/settings.ts';
export type { ConfigurationProblem, ConfigurationSources } from './config/sources.ts';
export { createNode, type Node, type NodeOptions } from './create-node.ts';
export { ListenError } from './http/listener.ts';
export { createLog, type Logger } from './log.ts';
export { DATA_FILES } from './data-files.ts';
export {
  GenesisFileError,
  ledgerDirectory,
  UnfinishedLedgerError,
} from './open-engine.ts';
export { PROBLEMS, type ProblemCode, type ProblemKind } from './problems/catalogue.ts';
export { CODEC_WORDS, type CodeWords } from './problems/codec-words.ts';
export {
  decodeValidatorKey,
  encodeValidatorKey,
  loadValidatorKey,
  ValidatorKeyError,
} from './validator-key.ts';
export { VERSION } from './version.ts';
export { WorkerError } from './workers/worker-pool.ts';
export { cometConfig } from './comet/comet-config.ts';
export { ensureNodeKey, nodeIdIn } from './comet/comet-files.ts';
export { removeDurably, writeDurably } from './comet/signer/durable-file.ts';
export { ensureNextKey, isNextKeyDue, publicKeyIn } from './comet/signer/key-rotation.ts';
export { installKnownKey, installNewKey } from './comet/signer/install-key.ts';
export { type SignerFiles, signerFiles } from './comet/signer/signer-files.ts';
export {
  HOLD_MARGIN_BLOCKS,
  readHold,
  type SigningHold,
  writeHold,
} from './comet/signer/signing-hold.ts';
export {
  NOTHING_SIGNED,
  readSigningState,
  type SigningState,
  writeSigningState,
} from './comet/signer/signing-state.ts';
