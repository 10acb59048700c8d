import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'wxt'
import { preloadChunks } from './lib/platform/build/preloadChunks.ts'
import { promptChunks } from './lib/platform/build/promptChunks.ts'

/**
 * The project's own page on which injected wallets are reached: a build constant, since the content script for it is
 * registered in the manifest. Local builds use the page that `npm start` serves; the store build sets the variable.
 */
const bridgeUrl = process.env['PROVISO_BRIDGE_URL'] ?? 'http://localhost:8437/'

/**
 * ORT's loader and wasm are served from the package itself: its bundled build would start workers on our own page. The JSPI
 * build (Chrome 137) is 10 MB smaller than the one for older browsers, and its wasm provider up to twice as fast.
 */
const ORT_FILES = ['ort-wasm-simd-threaded.jspi.mjs', 'ort-wasm-simd-threaded.jspi.wasm']

export default defineConfig({
  imports: false,
  // Content scripts share pages with other people's code: nothing is exposed that is not used.
  manifest: {
    name: 'Proviso',
    description: 'Control and record how your data trains models, next to your crypto wallet.',
    permissions: ['storage', 'unlimitedStorage', 'offscreen', 'alarms', 'idle', 'scripting'],
    // For Global Privacy Control only, when the person switches it on.
    optional_permissions: ['declarativeNetRequestWithHostAccess'],
    host_permissions: ['http://*/*', 'https://*/*'],
    incognito: 'not_allowed',
    minimum_chrome_version: '137',
    content_security_policy: {
      extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; frame-ancestors 'none'",
    },
  },
  hooks: {
    'build:before': async (wxt) => {
      const to = join(wxt.config.root, 'public', 'ort')
      await rm(to, { recursive: true, force: true })
      await mkdir(to, { recursive: true })
      const from = join(wxt.config.root, 'node_modules', 'onnxruntime-web', 'dist')
      await Promise.all(ORT_FILES.map((file) => cp(join(from, file), join(to, file))))
    },
  },
  vite: ({ mode }) => ({
    plugins: [react(), tailwindcss(), promptChunks(), preloadChunks()],
    define: { __BRIDGE_URL__: JSON.stringify(bridgeUrl) },
    resolve: {
      // Content scripts must leave no marker in people's pages.
      alias: {
        'wxt/utils/content-script-context': join(
          import.meta.dirname,
          'lib/platform/build/contentScriptContext.ts',
        ),
      },
      conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', mode],
    },
    build: { target: 'chrome137', modulePreload: false },
  }),
})
