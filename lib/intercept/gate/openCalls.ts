import { append, isArray, ownKeys } from '../realm.ts'

interface OpenCall {
  readonly method: string
  readonly params: unknown
  isOpen: boolean
}

/** Both plain JSON, made by us. No params are the same as an empty list of them. */
const isSame = (left: unknown = [], right: unknown = []): boolean => {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (isArray(left) !== isArray(right)) return false
  const keys = ownKeys(left)
  if (ownKeys(right).length !== keys.length) return false
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] as keyof typeof left
    if (!isSame(left[key], right[key])) return false
  }
  return true
}

/**
 * Calls that were let through and that the wallet has not finished. Wallets are layered (`enable` calls `sendAsync`,
 * `sendAsync` calls `request`, some after an `await`): what comes back to us while it is open is the same call.
 */
export const createOpenCalls = () => {
  let calls: OpenCall[] = []
  return {
    has: (method: string, params: unknown): boolean => {
      for (let index = 0; index < calls.length; index += 1) {
        const call = calls[index]!
        if (call.method === method && isSame(call.params, params)) return true
      }
      return false
    },
    /** Open for as long as `run` takes. */
    during: async (method: string, params: unknown, run: () => unknown): Promise<unknown> => {
      const call: OpenCall = { method, params, isOpen: true }
      append(calls, call)
      try {
        return await run()
      } finally {
        call.isOpen = false
        const left: OpenCall[] = []
        for (let index = 0; index < calls.length; index += 1)
          if (calls[index]!.isOpen) append(left, calls[index]!)
        calls = left
      }
    },
  }
}
