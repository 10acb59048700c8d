import { DataUseRpcError } from '../channel/page/errors.ts'
import { ErrorCode } from '../protocol/errors.ts'
import { copyOf } from './copy.ts'
import type { Judge } from './judge.ts'
import { asksForDelegation, signsTypedData } from './ownSignatures.ts'

const PREFIX = 'dataUse_'

const isDataUse = (method: string): boolean => {
  for (let index = 0; index < PREFIX.length; index += 1) if (method[index] !== PREFIX[index]) return false
  return true
}

const notHere = () =>
  new DataUseRpcError({
    code: ErrorCode.unsupported,
    message: 'Data use is answered asynchronously: use request.',
  })

const notYours = () =>
  new DataUseRpcError({
    code: ErrorCode.unauthorized,
    message: 'Only Proviso itself may ask for this signature.',
  })

/**
 * The calls that inpage takes on every site, whatever the wallet. `answer` answers `dataUse_*`, which no wallet ever sees.
 * On the bridge page, and nowhere else, the wallet may be asked for a delegation.
 */
export const createInpageJudge = (
  answer: (args: unknown) => Promise<unknown>,
  { mayDelegate }: { readonly mayDelegate: () => boolean },
): Judge => ({
  concerns: (method): method is string =>
    typeof method === 'string' && (isDataUse(method) || (signsTypedData(method) && !mayDelegate())),
  async answer(method, params, pass) {
    // Awaited, not handed on: a promise that is resolved with another asks that one's `then`.
    if (isDataUse(method)) return await answer({ method, params })
    const asked = copyOf(params)
    if (asksForDelegation(asked)) throw notYours()
    return await pass(asked)
  },
  answerNow(method, params) {
    if (isDataUse(method)) throw notHere()
    if (asksForDelegation(params)) throw notYours()
    return undefined
  },
})
