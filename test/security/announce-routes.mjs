// Preloaded into a server by a test: says which routes it has, and how each treats callers who bring nothing, once it is ready to take requests.
import { subscribe } from 'node:diagnostics_channel';

subscribe('fastify.initialization', ({ fastify }) => {
  const routes = [];
  fastify.addHook('onRoute', ({ method, url, config }) => {
    for (const each of [method].flat()) routes.push({ method: each, url, public: config?.public ?? false });
  });
  fastify.addHook('onReady', async () => void process.stdout.write(`${JSON.stringify({ msg: 'routes', routes })}\n`));
});
