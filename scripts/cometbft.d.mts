export const COMETBFT_VERSIONS: Readonly<Record<string, string>>;
export function cacheDirectory(): string;
export function cometbftPath(line?: string): string;
export function ensureCometbft(line?: string): Promise<string>;
export function ensureShiftedCometbft(line?: string): Promise<string>;
