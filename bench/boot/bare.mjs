// The other side: Nest on Fastify with the embedded database and no room. It asks the database one thing, listens, and says so.
// Plain JavaScript on the build, as the product is: a loader for TypeScript would cost it more than all the rest.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import pg from 'pg';
import { startEmbedded } from '../../dist/platform/database/embedded/index.js';

const quiet = { info: () => undefined, warn: () => undefined };
const server = await startEmbedded({ dataDir: process.env.INTERLINE_DATA_DIR, log: quiet });
const pool = new pg.Pool({ connectionString: server.appUrl });
await pool.query('SELECT 1');
class Bare {}
Module({})(Bare);
const app = await NestFactory.create(Bare, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
console.log(JSON.stringify({ msg: 'ready', url: await app.getUrl() }));
process.once('SIGTERM', () => {
  void app
    .close()
    .then(() => pool.end())
    .then(() => server.stop())
    .then(() => process.exit(0));
});
