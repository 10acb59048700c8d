import type { Runtime } from './runtime.ts'

/**
 * onnxruntime-web with the WebGPU and wasm providers in one module. `ortFolder` is the address of its `.mjs` and `.wasm`
 * files: its own guess does not survive bundling. One thread: more need cross-origin isolation, which would cut the
 * window handles that wallet popups use.
 */
export const loadBrowserRuntime = async (ortFolder: string): Promise<Runtime> => {
  const ort = await import('onnxruntime-web/jspi')
  ort.env.wasm.wasmPaths = ortFolder
  ort.env.wasm.numThreads = 1
  ort.env.logLevel = 'error'
  return ort
}
