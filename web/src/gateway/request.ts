import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
import { GatewayFailure } from './failure.js';

/** A typed operation, as graphql-codegen writes it. */
export type GatewayDocument<Result, Variables> = DocumentTypeDecoration<Result, Variables> & { toString(): string };

/** Unsafe requests with the session's cookie carry this header; a form of another site cannot send it. */
const CSRF = { 'x-interline-csrf': '1' };

interface GraphqlAnswer<Result> {
  data?: Result | null;
  errors?: { message: string; extensions?: Record<string, unknown> }[];
}

/** One HTTP exchange with the server. */
async function exchange(path: string, init: RequestInit): Promise<{ response: Response; body: unknown }> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new GatewayFailure('no answer', { code: 'OFFLINE', retryable: true });
  }
  const text = await response.text();
  try {
    return { response, body: text ? JSON.parse(text) : null };
  } catch {
    throw new GatewayFailure(`HTTP ${response.status}`, { code: response.ok ? 'INTERNAL' : 'OFFLINE', retryable: response.status >= 500 });
  }
}

/**
 * Runs one operation at the gateway.
 * @throws GatewayFailure with the first error's code, also when part of the data came
 */
export async function request<Result, Variables>(
  document: GatewayDocument<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const { response, body } = await exchange('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json', ...CSRF },
    body: JSON.stringify({ query: document.toString(), variables }),
    signal,
  });
  const answer = body as (GraphqlAnswer<Result> & { error?: Record<string, unknown> }) | null;
  const error = answer?.errors?.[0];
  if (error) throw new GatewayFailure(error.message, error.extensions ?? {});
  if (!answer?.data) throw failureOf(response, body);
  return answer.data;
}

/**
 * Calls one of the server's plain endpoints with a JSON body.
 * @throws GatewayFailure with the answer's code
 */
export async function call<Result>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Result> {
  const { response, body: answer } = await exchange(path, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'GET' ? {} : CSRF),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw failureOf(response, answer);
  return answer as Result;
}

/**
 * Sends a file to `/files`.
 * @param purpose what it is for, in the server's words
 * @returns its id
 */
export async function upload(file: File, purpose: string): Promise<string> {
  const { response, body } = await exchange(`/files?${new URLSearchParams({ purpose, name: file.name }).toString()}`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': file.type || 'application/octet-stream', ...CSRF },
    body: file,
  });
  if (!response.ok) throw failureOf(response, body);
  return (body as { id: string }).id;
}

function failureOf(response: Response, body: unknown): GatewayFailure {
  const error = (body as { error?: { message?: string } } | null)?.error;
  const code =
    response.status === 401
      ? 'UNAUTHENTICATED'
      : response.status === 403
        ? 'FORBIDDEN'
        : response.status === 404
          ? 'NOT_FOUND'
          : 'INTERNAL';
  return new GatewayFailure(error?.message ?? `HTTP ${response.status}`, { code, retryable: response.status >= 500, ...error });
}
