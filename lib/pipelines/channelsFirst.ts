import type { Cnn } from '../protocol/task.ts'

/** The same picture as [channels, height, width], from [height, width, channels]: ONNX has convolutions read it so. */
export const channelsFirst = (
  values: Float32Array,
  { channels, height, width }: Cnn['input'],
): Float32Array => {
  if (channels === 1) return values
  const pixels = height * width
  return Float32Array.from(values, (_, index) => {
    const channel = Math.floor(index / pixels)
    return values[(index - channel * pixels) * channels + channel]!
  })
}
