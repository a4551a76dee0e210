export { createTestChain, TEST_START_MS, TestChain } from './test-chain.ts';
export type { TestBlock, TestChainOptions } from './test-chain.ts';
export { blockOf, serials } from './test-records.ts';
export type { TestChange, TestValue } from './test-records.ts';
export { signCommit, testValidators } from './test-validators.ts';
export type { TestValidator } from './test-validators.ts';
export { type Forgery, forgedBlock } from './forged-block.ts';
export { LIGHT_START_MS, LightChain, type LightChainOptions, rotatingSet } from './light-chain.ts';
