import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { kernelErrors } from '../../kernel/index.js';
import type { RequestOrigin } from './same-site.js';

/** What a request says about the page it came from. */
export function originOf(request: FastifyRequest): RequestOrigin {
  const csrf = request.headers['x-interline-csrf'];
  return { origin: request.headers.origin ?? null, host: request.headers.host ?? null, csrf: typeof csrf === 'string' ? csrf : null };
}

/** Checks a JSON body against its schema. @throws BAD_INPUT naming every wrong field */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), problem: issue.message }));
  throw kernelErrors.BAD_INPUT('the body is not as expected', { extensions: { problems } });
}
