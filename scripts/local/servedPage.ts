import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { build } from 'vite'
import { ROOT } from '../test/command.ts'

const ORIGIN = 'http://localhost'

/** ORT's loader and wasm stay outside of bundles and are served as files. */
const ORT = { '/ort/': join(ROOT, 'node_modules', 'onnxruntime-web', 'dist') } as const

/** WebGPU without a graphics chip: SwiftShader, which Chromium brings. */
const SWIFTSHADER = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan']

/** For pages that train without the extension around them: an adapter in any case, and nothing that uses the network. */
export const TRAINING_FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
  ...SWIFTSHADER,
]

export interface BuiltPage {
  readonly folder: string
  readonly remove: () => Promise<void>
}

/** Bundles the page in folder `root` as the extension is bundled. */
export const buildPage = async (root: string): Promise<BuiltPage> => {
  const folder = await mkdtemp(join(tmpdir(), 'proviso-page-'))
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'production'] },
    build: { outDir: folder, target: 'chrome137', minify: false, modulePreload: false },
  })
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/**
 * Opens the page on a localhost address that only this browser knows: a secure context, and no port is taken. `folders` are
 * served as they are, by the path they begin with.
 */
export const openPage = async (
  page: Page,
  { folder }: BuiltPage,
  folders: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const served = Object.entries({ ...ORT, ...folders })
  await page.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url())
    const [prefix, from] = served.find(([start]) => pathname.startsWith(start)) ?? ['/', folder]
    return route.fulfill({ path: join(from, pathname.slice(prefix.length)) })
  })
  await page.goto(`${ORIGIN}/index.html`)
}
