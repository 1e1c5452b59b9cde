import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type ProxyOptions } from 'vite';

/** Where `npm run dev` finds the server; its paths are proxied so that cookies stay on one origin. */
const SERVER = process.env.INTERLINE_SERVER ?? 'http://127.0.0.1:4000';
const SERVER_PATHS = ['/graphql', '/session', '/oauth', '/files'];

/** A link one follows is a page of the console; the console then asks the server for JSON under the same address. */
const links: ProxyOptions = {
  target: SERVER,
  bypass: ({ headers }) => (headers.accept?.includes('text/html') ? '/index.html' : undefined),
};

/** Lays a `.br` and a `.gz` beside each built text file, so that the server compresses nothing while it serves. */
const precompressed: Plugin = {
  name: 'precompressed',
  apply: 'build',
  closeBundle() {
    for (const entry of readdirSync('dist', { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(js|css|html|svg)$/.test(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      const bytes = readFileSync(path);
      if (bytes.length < 1024) continue;
      writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    }
  },
};

export default defineConfig({
  plugins: [react(), precompressed],
  server: { host: '127.0.0.1', port: 5173, proxy: { ...Object.fromEntries(SERVER_PATHS.map((path) => [path, SERVER])), '/links': links } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack)[\\/]/, priority: 4 },
            // The console's own pieces that need no Ant Design: all that the pages before the sign-in load.
            {
              name: 'frame',
              test: /web[\\/]src[\\/](ui|i18n|gateway)[\\/](?!data-table|filter-bar|search-box|copy-button|use-act)/,
              minShareCount: 4,
              priority: 3,
            },
            { name: 'charts', test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 2 },
            // What several pages share of Ant Design comes in one file; what only some need stays with them.
            { name: 'controls', test: /node_modules[\\/](antd|@ant-design|@rc-component)[\\/]/, minShareCount: 6, priority: 1 },
          ],
        },
      },
    },
  },
});
