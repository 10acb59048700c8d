import { sizeOf } from '../autodiff/tensor.ts'
import type { Engine, Runtime, Tensor } from './runtime.ts'

/** Where parameters live between steps. Tensors from here and from sessions are disposed of by who replaces them. */
export interface Memory {
  readonly location: 'cpu' | 'gpu-buffer'
  upload(data: Float32Array, shape: readonly number[]): Tensor
}

const cpuMemory = ({ Tensor }: Runtime): Memory => ({
  location: 'cpu',
  upload: (data, shape) => new Tensor('float32', data.slice(), shape),
})

/** `GPUBufferUsage` COPY_SRC | COPY_DST | STORAGE (WebGPU, section 5.2). */
const USAGE = 0x4 | 0x8 | 0x80

const gpuMemory = ({ Tensor }: Runtime, device: GPUDevice): Memory => ({
  location: 'gpu-buffer',
  upload: (data, shape) => {
    // The provider reads whole vec4s.
    const buffer = device.createBuffer({ size: Math.ceil(sizeOf(shape) / 4) * 16, usage: USAGE })
    device.queue.writeBuffer(buffer, 0, data.slice())
    return Tensor.fromGpuBuffer(buffer, {
      dataType: 'float32',
      dims: shape,
      dispose: () => buffer.destroy(),
    }) as Tensor
  },
})

/** For `webgpu`, call it after the first session exists: the device is the provider's own. */
export const memoryFor = async (runtime: Runtime, engine: Engine): Promise<Memory> =>
  engine === 'wasm' ? cpuMemory(runtime) : gpuMemory(runtime, await runtime.env.webgpu.device)
