import { errorOf, jsonBody } from '../http/read-response.ts';
import type { NodeRequest } from '../http/transport.ts';
import type { JsonReader } from '../json/json-reader.ts';
import { read, type Session } from './session.ts';

/** Fetches JSON; `what` names it in messages. Throws ProblemError if the node says no. */
export async function readJson(
  session: Session,
  request: NodeRequest,
  what: string,
): Promise<JsonReader> {
  const headers = { accept: 'application/json', ...request.headers };
  const response = await read(session, { ...request, headers });
  if (response.status !== 200) throw errorOf(response);
  return jsonBody(response, what);
}
