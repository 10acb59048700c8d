import { ErrorCode, ProviderError } from '../../protocol/errors.ts'
import type { GateQuestion } from '../../protocol/walletCalls.ts'
import { isRecord } from '../messages.ts'

const MAX_METHOD_LENGTH = 64

/** The one parameter of the gate's request. Strict: any script of the page can write one. Throws `ProviderError` -32602. */
export const readGateQuestion = (params: unknown): GateQuestion => {
  const [question, ...more] = Array.isArray(params) ? (params as unknown[]) : []
  if (isRecord(question) && more.length === 0) {
    const { method, params: passed, silent, ...unknown } = question
    if (
      typeof method === 'string' &&
      method.length <= MAX_METHOD_LENGTH &&
      typeof silent === 'boolean' &&
      Object.keys(unknown).length === 0
    )
      return { method, params: passed, silent }
  }
  throw new ProviderError(ErrorCode.invalidParams, 'This is no question to a wallet.')
}
