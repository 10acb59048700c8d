import { answerBatch, concernsAny } from './batch.ts'
import type { Judge } from './judge.ts'
import type { Method, Wrap } from './layer.ts'
import { concernsPayload, errorResponseTo, judged, type Payload, responseTo, steady } from './payload.ts'
import { after, append, apply, isArray, RealmPromise, receiver } from './realm.ts'

type Callback = (error: unknown, response?: unknown) => void

export const wrapRequest =
  (judge: Judge): Wrap =>
  (original) =>
    ({
      request(given: Payload) {
        const args = steady(given)
        if (!concernsPayload(judge, args))
          // biome-ignore lint/complexity/noArguments: the wallet gets exactly what the page passed, extra arguments too.
          return apply(original, receiver(this), args === given ? arguments : [args])
        const { method, params } = args
        return judge.answer(method, params, (passed) =>
          apply(original, receiver(this), [{ ...args, method, params: passed }]),
        )
      },
    }).request

/** JSON-RPC with a callback, one request or a batch of them. */
const callBack = (judge: Judge, original: Method, self: unknown, payload: Payload, callback: Callback) => {
  const viaWallet = (sent: unknown) =>
    new RealmPromise<[unknown, unknown]>((resolve) => {
      apply(original, self, [sent, (error: unknown, response: unknown) => resolve([error, response])])
    })
  if (isArray(payload)) {
    const whole = answerBatch(judge, payload, async (rest) => {
      const outcome = await viaWallet(rest)
      if (outcome[0]) throw outcome[0]
      return outcome[1]
    })
    after(whole, (responses) => callback(null, responses))
    return
  }
  after(
    judged(judge, payload, viaWallet, (response) => [null, response]),
    (outcome) => apply(callback, undefined, outcome as unknown[]),
    (error) => callback(error, errorResponseTo(payload, error)),
  )
}

/** `send(payload)`, answered in the same turn, as wallets did before there were promises. */
const sendNow = (judge: Judge, original: Method, self: unknown, payload: Payload): unknown => {
  if (!isArray(payload)) {
    const known = concernsPayload(judge, payload)
      ? judge.answerNow(payload.method as string, payload.params)
      : undefined
    return known === undefined ? apply(original, self, [payload]) : responseTo(payload, known.result)
  }
  const responses: unknown[] = []
  for (let index = 0; index < payload.length; index += 1)
    append(responses, sendNow(judge, original, self, steady(payload[index])))
  return responses
}

const concernsOneOrAny = (judge: Judge, payload: Payload): boolean =>
  isArray(payload) ? concernsAny(judge, payload) : concernsPayload(judge, payload)

/** `sendAsync(payload, callback)`; without a callback some wallets give a promise of the response. */
export const wrapSendAsync =
  (judge: Judge): Wrap =>
  (original) =>
    ({
      sendAsync(given: Payload, callback: unknown) {
        const payload = steady(given)
        if (!concernsOneOrAny(judge, payload))
          // biome-ignore lint/complexity/noArguments: as above.
          return apply(original, receiver(this), payload === given ? arguments : [payload, callback])
        if (typeof callback === 'function')
          return callBack(judge, original, receiver(this), payload, callback as Callback)
        const viaWallet = (sent: unknown) => apply(original, receiver(this), [sent])
        return isArray(payload)
          ? answerBatch(judge, payload, viaWallet)
          : judged(judge, payload, viaWallet, (response) => response)
      },
    }).sendAsync

/** All that `send` has meant: `send(method, params)`, `send(payload, callback)`, `send(payload)`. */
export const wrapSend =
  (judge: Judge): Wrap =>
  (original) =>
    ({
      send(given: Payload, second: unknown) {
        const isMethod = typeof given === 'string'
        const payload = isMethod ? { method: given, params: second } : steady(given)
        if (!concernsOneOrAny(judge, payload))
          return apply(
            original,
            receiver(this),
            // biome-ignore lint/complexity/noArguments: as above.
            isMethod || payload === given ? arguments : [payload, second],
          )
        if (isMethod)
          return judged(
            judge,
            payload,
            (sent) => apply(original, receiver(this), [sent.method, sent.params]),
            (response) => response,
          )
        return typeof second === 'function'
          ? callBack(judge, original, receiver(this), payload, second as Callback)
          : sendNow(judge, original, receiver(this), payload)
      },
    }).send

/** MetaMask's `_metamask.requestBatch`. */
export const wrapRequestBatch =
  (judge: Judge): Wrap =>
  (original) =>
    ({
      requestBatch(items: Payload) {
        return isArray(items) && concernsAny(judge, items)
          ? answerBatch(judge, items, (rest) => apply(original, receiver(this), [rest]))
          : // biome-ignore lint/complexity/noArguments: as above.
            apply(original, receiver(this), arguments)
      },
    }).requestBatch
