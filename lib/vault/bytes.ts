import { ProvisoError } from '../protocol/errors.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Grows as it is written. Integers are LEB128, text is its length and UTF-8, numbers are float64 little endian. */
export class ByteWriter {
  #bytes = new Uint8Array(4096)
  #length = 0

  #reserve(extra: number): void {
    if (this.#length + extra <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + extra))
    larger.set(this.#bytes)
    this.#bytes = larger
  }

  /** A whole number, 0 to 2^53 - 1. */
  integer(value: number): void {
    this.#reserve(8)
    let rest = value
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes[this.#length++] = rest
  }

  number(value: number): void {
    this.#reserve(8)
    new DataView(this.#bytes.buffer).setFloat64(this.#length, value, true)
    this.#length += 8
  }

  bytes(value: Uint8Array): void {
    this.#reserve(value.length)
    this.#bytes.set(value, this.#length)
    this.#length += value.length
  }

  text(value: string): void {
    const utf8 = encoder.encode(value)
    this.integer(utf8.length)
    this.bytes(utf8)
  }

  get length(): number {
    return this.#length
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length)
  }
}

const malformed = () => new ProvisoError('vault/malformed', 'A stored chunk is not well formed.')

/** Reads what `ByteWriter` wrote. Throws `vault/malformed` past the end. */
export class ByteReader {
  readonly #bytes: Uint8Array<ArrayBuffer>
  #at = 0

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes
  }

  integer(): number {
    let value = 0
    for (let scale = 1; scale <= 2 ** 49; scale *= 0x80) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) throw malformed()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) {
        if (!Number.isSafeInteger(value)) throw malformed()
        return value
      }
    }
    throw malformed()
  }

  number(): number {
    const { buffer, byteOffset } = this.bytes(8)
    return new DataView(buffer, byteOffset, 8).getFloat64(0, true)
  }

  /** A copy, so that one record does not keep its whole chunk in memory. */
  bytes(length: number): Uint8Array<ArrayBuffer> {
    const end = this.#at + length
    if (end > this.#bytes.length) throw malformed()
    const part = this.#bytes.slice(this.#at, end)
    this.#at = end
    return part
  }

  text(): string {
    const utf8 = this.bytes(this.integer())
    try {
      return decoder.decode(utf8)
    } catch {
      throw malformed()
    }
  }

  /** Throws unless everything was read. */
  end(): void {
    if (this.#at !== this.#bytes.length) throw malformed()
  }
}
