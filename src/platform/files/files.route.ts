import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { currentContext, InterlineError, isId, kernelErrors, type Actor } from '../../kernel/index.js';
import { errorBody } from '../auth/index.js';
import { LOGGER } from '../logger.js';
import type { ByteRange } from './blob-store.js';
import { downloadHeaders } from './download-headers.js';
import { allows, filePurpose, filePurposes, type FilePurpose } from './file-purpose.js';
import { FileStore } from './file-store.js';
import { filesErrors } from './files.errors.js';
import type { StoredFile } from './stored-file.js';

type Upload = FastifyRequest<{ Querystring: { purpose?: string; name?: string } }>;
type Download = FastifyRequest<{ Params: { id: string } }>;

/**
 * `POST /files?purpose=…&name=…` keeps the request's body, whatever its type, as it streams in; `GET /files/{id}` streams a file or one range of it.
 * Who may do either is said by the file's purpose. Files of other companies, and those whose purpose is closed to the caller, are not found.
 */
@Injectable()
export class FilesRoute implements OnModuleInit {
  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly store: FileStore,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onModuleInit(): void {
    // A worker has no HTTP door.
    const fastify = this.adapter?.httpAdapter?.getInstance() as FastifyInstance | undefined;
    void fastify?.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
      scope.setErrorHandler((error, request, reply) => this.refuse(error, request, reply));
      scope.post('/files', (request, reply) => this.upload(request as Upload, reply));
      scope.get('/files/:id', (request, reply) => this.download(request as Download, reply));
    });
  }

  private refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const shown = error instanceof InterlineError ? error : kernelErrors.INTERNAL('something failed on our side');
    if (shown.status >= 500) this.log.error({ err: error, traceId: request.id }, 'request failed');
    return reply.code(shown.status).send(errorBody(shown, request.id));
  }

  private async upload(request: Upload, reply: FastifyReply): Promise<FastifyReply> {
    const purpose = uploadPurpose(request.query.purpose, actorOf());
    // Refused before a byte is read where the length is told; else the store counts.
    if (Number(request.headers['content-length'] ?? 0) > purpose.maxBytes) {
      void reply.header('connection', 'close');
      throw filesErrors.FILE_TOO_LARGE('the file is too large', { extensions: { limit: purpose.maxBytes } });
    }
    const contentType = request.headers['content-type'] ?? 'application/octet-stream';
    try {
      const file = await this.store.save({ name: request.query.name ?? 'file', contentType, purpose }, request.raw);
      return await reply.code(201).send({ id: file.id, name: file.name, size: file.size, sha256: file.sha256, expiresAt: file.expiresAt });
    } catch (error) {
      // The rest of a refused body is not read; the connection cannot be used again.
      void reply.header('connection', 'close');
      throw error;
    }
  }

  private async download(request: Download, reply: FastifyReply): Promise<FastifyReply> {
    const { id } = request.params;
    const file = isId(id) ? await this.store.find(id) : null;
    const purpose = file && filePurpose(file.purpose);
    if (!file || !purpose || !allows(purpose.download, actorOf())) throw kernelErrors.NOT_FOUND('there is no such file');
    const etag = `"${file.sha256}"`;
    void reply.headers({ ...downloadHeaders(file.name, file.contentType), etag, 'accept-ranges': 'bytes' });
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    const stale = request.headers['if-range'] !== undefined && request.headers['if-range'] !== etag;
    const range = stale ? null : rangeOf(request.headers.range, file);
    if (range) void reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.size}`);
    void reply.header('content-length', range ? range.end - range.start + 1 : file.size);
    return reply.send((await this.store.open(id, range ?? undefined)).body);
  }
}

function actorOf(): Actor {
  const actor = currentContext()?.actor;
  if (!actor) throw kernelErrors.UNAUTHENTICATED('sign in, or send an access token');
  return actor;
}

function uploadPurpose(name: string | undefined, actor: Actor): FilePurpose {
  const open = filePurposes().filter((purpose) => purpose.upload && allows(purpose.upload, actor));
  const purpose = open.find((candidate) => candidate.name === name);
  if (purpose) return purpose;
  if (filePurpose(name ?? '')?.upload) throw kernelErrors.FORBIDDEN('files of this purpose are closed to you');
  throw filesErrors.FILE_PURPOSE_UNKNOWN('say what the file is for', { extensions: { purposes: open.map((each) => each.name) } });
}

/**
 * The one range of `Range: bytes=…` (RFC 9110 §14); null where none is asked for or more than one, which may be answered with the whole.
 * @throws RANGE_NOT_SATISFIABLE
 */
function rangeOf(header: string | undefined, file: Pick<StoredFile, 'size'>): ByteRange | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const last = file.size - 1;
  const start = match[1] === '' ? Math.max(0, file.size - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? last : Math.min(Number(match[2]), last);
  if (start > last || start > end)
    throw filesErrors.RANGE_NOT_SATISFIABLE('the range lies outside of the file', { extensions: { size: file.size } });
  return { start, end };
}
