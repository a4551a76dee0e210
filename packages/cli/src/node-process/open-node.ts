import { type Configuration, createNode, type Node } from '@touchmark/node';
import { hasCode } from '../files/has-code.ts';

/** The port can't be listened on. */
export class AddressError extends Error {
  readonly code = 'NODE_ADDRESS_UNAVAILABLE';

  constructor({ host, port }: Configuration['http'], cause: unknown) {
    super(
      `Can't listen on ${host}:${port}: another program uses it, or the address is not this machine's. ` +
        'Stop that one, or choose another with --port (0: any free one) and --host.',
      { cause },
    );
    this.name = 'AddressError';
  }
}

/** Opens a node; what is wrong with its address is said in terms of the command line. */
export async function openNode(configuration: Configuration, stop: AbortSignal): Promise<Node> {
  try {
    return await createNode(configuration, { stop });
  } catch (error) {
    if (!hasCode(error, 'NODE_ADDRESS_UNAVAILABLE')) throw error;
    throw new AddressError(configuration.http, error);
  }
}
