import type { Outcome, WalletCall } from '../messages.ts'

/**
 * Carries out each call once, however often it is asked: a worker that died and came back asks for the open one again,
 * and hears the answer then.
 */
export const createOnce = (
  carryOut: (call: WalletCall) => Promise<Outcome>,
  tell: (outcome: Outcome) => void,
): ((call: WalletCall) => Promise<void>) => {
  const outcomes = new Map<string, Outcome | undefined>()
  return async (call) => {
    const { id } = call
    if (outcomes.has(id)) {
      // Still with the wallet, or answered to a worker that died before it could write the answer down.
      const outcome = outcomes.get(id)
      if (outcome !== undefined) tell(outcome)
      return
    }
    outcomes.set(id, undefined)
    const outcome = await carryOut(call)
    outcomes.set(id, outcome)
    tell(outcome)
  }
}
