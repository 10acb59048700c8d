import { GATE_METHOD } from '../../channel/messages.ts'
import { DataUseRpcError } from '../../channel/page/errors.ts'
import { ErrorCode } from '../../protocol/errors.ts'
import type { GateAnswer, GateQuestion } from '../../protocol/walletCalls.ts'
import { concernsKinds, kindOf } from '../../protocol/walletKinds.ts'
import { copyOf } from '../copy.ts'
import type { Judge, Pass } from '../judge.ts'
import { type CreateGate, table, type Wrap } from '../layer.ts'
import { apply, receiver } from '../realm.ts'
import { createHeldEvents } from './heldEvents.ts'
import { createOpenCalls } from './openCalls.ts'
import { createVeil } from './veil.ts'

/** The page only looks: nobody is asked. What it sees where it may not, which is what a wallet without accounts shows. */
const LOOKS = table<(pass: () => unknown) => unknown>({
  eth_accounts: () => [],
  wallet_getPermissions: () => [],
  eth_coinbase: () => null,
  // MetaMask's own, with chain and lock in it: the wallet's answer, without the accounts.
  metamask_getProviderState: async (pass) => ({ ...((await pass()) as object), accounts: [] }),
})

const refused = () => new DataUseRpcError({ code: ErrorCode.refused, message: 'The request was refused.' })

const notNow = () =>
  new DataUseRpcError({
    code: ErrorCode.unsupported,
    message: 'This method is not answered synchronously: use request.',
  })

/** What the gate does to every wallet of a site that the person has spoken about. */
export const createGate: CreateGate = (ask) => {
  const open = createOpenCalls()
  const events = createHeldEvents()
  let isIdentityKnown = false

  const letThrough = () => {
    isIdentityKnown = true
    events.open()
  }

  const decide = async (method: string, params: unknown, pass: Pass): Promise<unknown> => {
    const look = LOOKS[method]
    const question: GateQuestion = { method, params, silent: look !== undefined }
    const answer = (await ask({ method: GATE_METHOD, params: [question] })) as GateAnswer
    if (answer === 'withhold') {
      if (look === undefined) throw refused()
      return await open.during(method, params, () => look(() => pass(params)))
    }
    if (answer !== 'pass') throw refused()
    if (kindOf(method, params) === 'identity') letThrough()
    return await open.during(method, params, () => pass(params))
  }

  const judge: Judge = {
    concerns: (method): method is string => concernsKinds(method),
    // What the page passes is read here, in its own turn; what it changes later is not what it asked for.
    async answer(method, given, pass) {
      const params = copyOf(given)
      const kind = kindOf(method, params)
      // Who the person is was told to this document already: it is not asked again until it is loaded anew.
      const isTold = kind === 'identity' && isIdentityKnown
      const isAsked = kind !== undefined && !isTold && !open.has(method, params)
      return await (isAsked ? decide(method, params, pass) : pass(params))
    },
    answerNow(method, params) {
      if (kindOf(method, copyOf(params)) === undefined) return undefined
      if (method !== 'eth_accounts' && method !== 'eth_coinbase') throw notNow()
      return isIdentityKnown ? undefined : { result: method === 'eth_accounts' ? [] : null }
    },
  }

  const enable: Wrap = (original) =>
    ({
      enable() {
        // biome-ignore lint/complexity/noArguments: the wallet gets exactly what the page passed.
        const given = arguments
        return judge.answer('eth_requestAccounts', [], () => apply(original, receiver(this), given))
      },
    }).enable

  const showAddress = (address: unknown) => (isIdentityKnown ? address : null)
  return {
    judge,
    wraps: table<Wrap>({
      enable,
      on: events.add,
      addListener: events.add,
      once: events.add,
      prependListener: events.add,
      prependOnceListener: events.add,
      removeListener: events.remove,
      off: events.remove,
      removeAllListeners: events.removeAll,
    }),
    veils: table({ selectedAddress: showAddress }),
    veil: createVeil('selectedAddress', showAddress),
  }
}
