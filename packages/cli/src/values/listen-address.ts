import type { Parse } from '../command/parameter.ts';

/** Where to listen: `HOST:PORT`; an IPv6 address stands in brackets. */
export const listenAddress: Parse<string> = (given) => {
  const [, port] = /^(?:[^:\s]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})$/.exec(given) ?? [];
  if (port !== undefined && Number(port) <= 65_535) return given;
  throw new RangeError(`must be HOST:PORT, not "${given}".`);
};
