import type * as OnnxRuntime from 'onnxruntime-web'

/** The part of onnxruntime-web that training uses, injected so that Node, tests and the browser each bring their own build. */
export type Runtime = Pick<typeof OnnxRuntime, 'InferenceSession' | 'Tensor' | 'env'>
export type Tensor = OnnxRuntime.Tensor
export type Session = OnnxRuntime.InferenceSession

/** Where steps run: the graphics chip, or single-threaded SIMD WebAssembly. */
export type Engine = 'webgpu' | 'wasm'
