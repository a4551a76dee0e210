import type { Client } from '@touchmark/sdk';
import type { Signer } from '@touchmark/verify';
import { nameSigners } from './name-signers.ts';

/** The same client; whoever signed what it gives has a name, also those that the genesis file does not know. */
export function namingClient(client: Client): Client {
  const known = new Map<string, string>();
  const named = <V extends { readonly signers: readonly Signer[] }>(vouched: V): Promise<V> =>
    nameSigners(client, vouched, known);
  return {
    ...client,
    resolve: async (...asked) => named(await client.resolve(...asked)),
    prove: async (...asked) => {
      const { bytes, verified } = await client.prove(...asked);
      return { bytes, verified: await named(verified) };
    },
    life: async (...asked) => named(await client.life(...asked)),
    follow: async (...asked) => named(await client.follow(...asked)),
    async *changes(...asked) {
      for await (const page of client.changes(...asked)) yield await named(page);
    },
    async *listPages(...asked) {
      for await (const page of client.listPages(...asked)) yield await named(page);
    },
    entries: async (...asked) => named(await client.entries(...asked)),
    statistics: async (...asked) => {
      const found = await client.statistics(...asked);
      return { ...found, proof: await named(found.proof) };
    },
    header: async (...asked) => named(await client.header(...asked)),
    latestHeader: async (...asked) => named(await client.latestHeader(...asked)),
    send: async (...asked) => named(await client.send(...asked)),
    submit: async (...asked) => named(await client.submit(...asked)),
    receipt: async (...asked) => {
      const found = await client.receipt(...asked);
      return found === undefined ? undefined : named(found);
    },
  };
}
