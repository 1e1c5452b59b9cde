import react from '@vitejs/plugin-react';
import { defineConfig, type ProxyOptions } from 'vite';

/** Where `npm run dev` finds the server; its paths are proxied so that cookies stay on one origin. */
const SERVER = process.env.INTERLINE_SERVER ?? 'http://127.0.0.1:4000';
const SERVER_PATHS = ['/graphql', '/session', '/oauth', '/files'];

/** A link one follows is a page of the console; the console then asks the server for JSON under the same address. */
const links: ProxyOptions = {
  target: SERVER,
  bypass: ({ headers }) => (headers.accept?.includes('text/html') ? '/index.html' : undefined),
};

export default defineConfig({
  plugins: [react()],
  server: { host: '127.0.0.1', port: 5173, proxy: { ...Object.fromEntries(SERVER_PATHS.map((path) => [path, SERVER])), '/links': links } },
  build: { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 700, assetsInlineLimit: 0 },
});
