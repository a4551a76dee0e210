/** Nodes that serve the headers of a chain, and nothing else; some of them lie. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeBase64 } from '@touchmark/codec';
import type { LightBlock } from '@touchmark/verify';

export interface HeaderNode extends AsyncDisposable {
  readonly url: string;
  /** Heights that were asked for; 0: the newest. */
  readonly asked: number[];
}

/**
 * @param block of a height; undefined: it does not have it.
 * @param genesis what it says is the genesis file.
 */
export async function openHeaderNode(
  newest: number,
  block: (height: number) => LightBlock | undefined,
  genesis?: Uint8Array,
): Promise<HeaderNode> {
  const asked: number[] = [];
  const server = createServer(({ url = '' }, response) => {
    if (genesis !== undefined && url === '/v1/genesis') {
      response.end(genesis);
      return;
    }
    const path = url.split('?', 1)[0] ?? '';
    if (path === '/v1/entries') {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end('{"code": "ROUTE_UNKNOWN", "detail": "It serves headers alone."}');
      return;
    }
    const last = url.split('/').at(-1);
    const height = last === 'latest' ? newest : Number(last);
    asked.push(last === 'latest' ? 0 : height);
    const found = block(height);
    const body =
      found === undefined
        ? { code: 'BLOCK_ABSENT', detail: 'It is not there.' }
        : {
            chainId: found.header.chainId,
            signedHeader: encodeBase64(found.encoded.signedHeader),
            validators: encodeBase64(found.encoded.validators),
          };
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
