import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { kernelErrors } from '../../kernel/index.js';
import { errorBody, type RouteAccess } from '../auth/index.js';

/** Paths that are no page of the console. */
const SERVICES = /^\/(graphql|oauth|session|links|scim|hooks|files|health|\.well-known)(\/|$)/;

const LINK = /^\/links\/[^/?]+$/;

/**
 * Serves the built console at `/`: files by name, and its page for every other path, since the console finds its own way by the address.
 * @param folder the console's build; when it is missing, `/` says how to make it
 */
export async function serveConsole(app: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(join(folder, 'index.html'));
  if (built) await app.register(fastifyStatic, { root: folder, serve: false, cacheControl: false, etag: true, preCompressed: true });
  // A one-time link is an address of the console and of its JSON alike; a browser that follows one wants the page.
  app.addHook('onRequest', (request, reply, done) => {
    const isPage = built && request.method === 'GET' && LINK.test(request.url) && request.headers.accept?.includes('text/html');
    if (isPage) void reply.header('cache-control', 'no-cache').header('referrer-policy', 'no-referrer').sendFile('index.html');
    else done();
  });
  app.route({
    method: ['GET', 'HEAD'],
    url: '/*',
    config: { public: true } satisfies RouteAccess,
    handler: (request, reply) => {
      // The router has refused what cannot be decoded.
      const path = decodeURIComponent(request.url.split('?', 1)[0]!);
      if (SERVICES.test(path) || path.split(/[/\\]/).includes('..'))
        return reply.code(404).send(errorBody(kernelErrors.NOT_FOUND('there is nothing here'), request.id));
      if (!built) return reply.type('text/plain').send('The console is not built. Run: npm run build\n');
      const isFile = /\.[a-z0-9]+$/i.test(path) && !path.includes('\0') && existsSync(join(folder, path));
      const isAsset = path.startsWith('/assets/');
      if (isAsset && !isFile) return reply.code(404).send(errorBody(kernelErrors.NOT_FOUND('there is nothing here'), request.id));
      // Built assets carry a hash of their content in their names.
      return reply
        .header('cache-control', isAsset ? 'public, max-age=31536000, immutable' : 'no-cache')
        .sendFile(isFile ? path : 'index.html');
    },
  });
}
