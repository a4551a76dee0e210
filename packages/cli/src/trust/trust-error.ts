/**
 * A node shows another genesis file than the one that is relied on for its address. Exit code 4.
 */
export class TrustError extends Error {
  readonly code = 'TRUST_GENESIS_CHANGED';

  constructor(url: string, pinned: string, shown: string, since: string) {
    super(
      `${url} shows another genesis file (chain ${shown}) than the one relied on since ${since} (chain ${pinned}). ` +
        'Either somebody is in between, or the network was started over. If you know that it was: ' +
        `touchmark trust forget ${url}`,
    );
    this.name = 'TrustError';
  }
}
