import type { IdentityProvider, SignerIdentity } from './identity.ts';
import { OrderedMap } from './ordered-map.ts';
import type { Overlay } from './overlay.ts';
import type { Registry } from './registry.ts';

/**
 * Whose keys signed earlier transactions of the block: most blocks have few signers and many
 * transactions. Forgotten as soon as an accepted transaction changes anything about identities.
 */
export class SignerMemory {
  private readonly registry: Registry;
  private identities: OrderedMap<SignerIdentity> = new OrderedMap();

  constructor(registry: Registry) {
    this.registry = registry;
  }

  readonly identify: IdentityProvider = (state, keyId, timeMs) => {
    const remembered = this.identities.get(keyId);
    if (remembered !== undefined) return remembered;
    const identity = this.registry.identify(state, keyId, timeMs);
    if (identity !== undefined) this.identities.set(keyId, identity);
    return identity;
  };

  /** To be told of every accepted transaction's writes. */
  notice(accepted: Overlay): void {
    for (const keySpace of this.registry.identityKeySpaces) {
      const start = Uint8Array.of(keySpace);
      const end = Uint8Array.of(keySpace + 1);
      if (accepted.writes.range(start, end).next().done === true) continue;
      this.identities = new OrderedMap();
      return;
    }
  }
}
