import { GATE_METHOD } from '../../channel/messages.ts'
import { DataUseRpcError } from '../../channel/page/errors.ts'
import { snapshotParams } from '../../channel/snapshot.ts'
import { ErrorCode } from '../../protocol/errors.ts'
import type { GateAnswer, GateQuestion } from '../../protocol/walletCalls.ts'
import { concernsKinds, kindOf } from '../../protocol/walletKinds.ts'
import { type Wrap, wrapRequest, wrapRequestBatch, wrapSend, wrapSendAsync } from '../forms.ts'
import type { Judge, Pass } from '../judge.ts'
import { GATE } from '../layers.ts'
import { type Layer, table } from '../patch.ts'
import { apply } from '../realm.ts'
import { createHeldEvents } from './heldEvents.ts'
import { createOpenCalls } from './openCalls.ts'

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

const snapshotOf = (params: unknown): unknown => {
  try {
    return snapshotParams(params)
  } catch (error) {
    throw new DataUseRpcError({
      code: ErrorCode.invalidParams,
      message: error instanceof Error ? error.message : 'params cannot be read.',
    })
  }
}

/** What the gate does to every wallet of a site that the person has spoken about. `ask` reaches the worker. */
export const createGateLayer = (ask: (args: unknown) => Promise<unknown>): Layer => {
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
      return open.during(method, params, () => look(() => pass(params)))
    }
    if (answer !== 'pass') throw refused()
    if (kindOf(method, params) === 'identity') letThrough()
    return open.during(method, params, () => pass(params))
  }

  const judge: Judge = {
    concerns: (method): method is string => concernsKinds(method),
    // What the page passes is read here, in its own turn; what it changes later is not what it asked for.
    async answer(method, given, pass) {
      const params = snapshotOf(given)
      const kind = kindOf(method, params)
      // Who the person is was told to this document already: it is not asked again until it is loaded anew.
      const isTold = kind === 'identity' && isIdentityKnown
      const isAsked = kind !== undefined && !isTold && !open.has(method, params)
      return isAsked ? decide(method, params, pass) : pass(params)
    },
    answerNow(method, params) {
      if (kindOf(method, snapshotOf(params)) === undefined) return undefined
      if (method !== 'eth_accounts' && method !== 'eth_coinbase') throw notNow()
      return isIdentityKnown ? undefined : { result: method === 'eth_accounts' ? [] : null }
    },
  }

  const enable: Wrap = (original) =>
    ({
      enable() {
        // biome-ignore lint/complexity/noArguments: the wallet gets exactly what the page passed.
        const given = arguments
        return judge.answer('eth_requestAccounts', [], () => apply(original, this, given))
      },
    }).enable

  return {
    bit: GATE,
    wraps: table<Wrap>({
      request: wrapRequest(judge),
      send: wrapSend(judge),
      sendAsync: wrapSendAsync(judge),
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
    experimental: table({ requestBatch: wrapRequestBatch(judge) }),
    veils: table({ selectedAddress: (address: unknown) => (isIdentityKnown ? address : null) }),
  }
}
