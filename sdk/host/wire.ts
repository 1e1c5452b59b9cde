import type { VendorRequest, VendorResponse } from '../connector/connector.js';
import { parseJson, stringifyJson, type Json } from '../connector/json.js';
import { PluginError } from './plugin-error.js';
import type { WireAnswer, WireRequest } from './transport.js';

/**
 * Writes a signed request for the wire.
 * @param baseUrl of the environment; the request's path is appended to its path
 * @throws PluginError for a request that is none, or that would leave the environment's origin
 */
export function toWire(baseUrl: string, request: VendorRequest): WireRequest {
  const base = new URL(baseUrl);
  const path = request.path;
  if (typeof path !== 'string' || !path.startsWith('/') || path.startsWith('//') || /[\\?#\s]|(^|\/)\.\.?(\/|$)/.test(path)) {
    throw new PluginError('PLUGIN_BROKE_CONTRACT', `the path of a request is a plain path below the base URL, got ${JSON.stringify(path)}`);
  }
  const query = Object.entries(request.query ?? {}).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  const url = `${base.origin}${base.pathname.replace(/\/$/, '')}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  if (new URL(url).origin !== base.origin) throw new PluginError('PLUGIN_BROKE_CONTRACT', 'a request may not leave its environment');
  const { body, type } = bodyOf(request);
  const headers: Record<string, string> = { accept: 'application/json, */*;q=0.5', ...(type ? { 'content-type': type } : {}) };
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
  return { method: request.method, url, headers, ...(body === undefined ? {} : { body }) };
}

function bodyOf(request: VendorRequest): { body?: string; type?: string } {
  const given = [request.json, request.form, request.text].filter((body) => body !== undefined);
  if (given.length > 1) throw new PluginError('PLUGIN_BROKE_CONTRACT', 'a request has one body: json, form or text');
  if (request.json !== undefined) return { body: stringifyJson(request.json), type: 'application/json; charset=utf-8' };
  if (request.form !== undefined)
    return { body: new URLSearchParams(request.form).toString(), type: 'application/x-www-form-urlencoded; charset=utf-8' };
  if (request.text !== undefined) return { body: request.text, type: 'text/plain; charset=utf-8' };
  return {};
}

/** An answer as plugins read it, and whether its text looked like JSON without being any. */
export interface ReadAnswer {
  response: VendorResponse;
  malformed: boolean;
}

/** Reads an answer: the text in the encoding it names, and its JSON where it is some, whatever type the vendor calls it. */
export function fromWire(answer: WireAnswer): ReadAnswer {
  const text = decoder(answer.headers['content-type']).decode(answer.body);
  const first = /^[\s\uFEFF]*(.)/.exec(text)?.[1];
  let json: Json = null;
  let malformed = false;
  if (first !== undefined && first !== '<') {
    try {
      json = parseJson(text.startsWith('\uFEFF') ? text.slice(1) : text);
    } catch {
      malformed = first === '{' || first === '[' || /\bjson\b/i.test(answer.headers['content-type'] ?? '');
    }
  }
  return { response: { status: answer.status, headers: answer.headers, json, text }, malformed };
}

function decoder(contentType: string | undefined): InstanceType<typeof TextDecoder> {
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(contentType ?? '')?.[1];
  try {
    return new TextDecoder(charset ?? 'utf-8');
  } catch {
    return new TextDecoder('utf-8');
  }
}
