import { STATUS_CODES } from 'node:http';
import { type TSchema, Type } from 'typebox';
import { PROBLEM_MEDIA_TYPE } from '../problems/problem.ts';
import { ProblemSchema, ref } from './schemas/basics.ts';

/** A response with its media types, as Fastify and the API document take it. */
export interface ResponseSchema {
  description: string;
  content: Record<string, { schema: TSchema }>;
}

/** The problems an operation can answer with, by status. */
export function problems(...statuses: number[]): Record<number, ResponseSchema> {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: STATUS_CODES[status] ?? 'Problem',
        content: { [PROBLEM_MEDIA_TYPE]: { schema: ref(ProblemSchema) } },
      },
    ]),
  );
}

/** JSON, or the bytes of a proof if application/cbor is asked for. */
export function orBytes(schema: { $id: string }, bytes: string): ResponseSchema {
  return {
    description: 'OK',
    content: {
      'application/json': { schema: ref(schema) },
      'application/cbor': { schema: Type.String({ format: 'binary', description: bytes }) },
    },
  };
}

/** Something that is not JSON. */
export function plain(mediaType: string, description: string): ResponseSchema {
  const schema = Type.String({ description });
  return { description, content: { [mediaType]: { schema } } };
}
