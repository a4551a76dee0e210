/** Whether an If-None-Match header (RFC 9110 §13.1.2) names this entity tag, or any. */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header === etag || header === '*') return true;
  if (header.length > LONGEST_HEADER) return false;
  return header.split(',').some((candidate) => {
    const tag = candidate.trim();
    return tag === '*' || (tag.startsWith('W/') ? tag.slice(2) : tag) === etag;
  });
}

const LONGEST_HEADER = 2_048;

/** Whether the client wants the answer's bytes: application/cbor, and nothing of JSON before it. */
export function wantsCbor(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const cbor = accept.indexOf('application/cbor');
  if (cbor < 0) return false;
  const json = accept.indexOf('application/json');
  return json < 0 || cbor < json;
}
