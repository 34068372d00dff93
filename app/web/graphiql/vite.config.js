import { defineConfig } from 'vite';

// Libraries mark their modules 'use client' for servers that render React; here it means nothing.
const quiet = (level, log, show) => log.code === 'MODULE_LEVEL_DIRECTIVE' || show(level, log);

// Everything becomes a file of its own: the content security policy allows no inline script and no data: script.
export default defineConfig({
  base: './',
  oxc: { jsx: { runtime: 'automatic' } },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 8000,
    rolldownOptions: { onLog: quiet },
  },
});
