// Node's `buffer`, for streams that carry objects and never bytes: enough for them to ask whether something is one.
export class Buffer extends Uint8Array {
  static isBuffer(value: unknown): boolean {
    return value instanceof Buffer
  }
  static isEncoding(): boolean {
    return true
  }
  static alloc(size: number): Buffer {
    return new Buffer(size)
  }
  static allocUnsafe(size: number): Buffer {
    return new Buffer(size)
  }
  static allocUnsafeSlow(size: number): Buffer {
    return new Buffer(size)
  }
}
