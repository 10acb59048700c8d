import type { Judge } from './judge.ts'
import { concernsPayload, errorResponseTo, judged, type Payload, steady } from './payload.ts'
import { after, append, RealmPromise } from './realm.ts'

/** One request of a batch. `take` is there as soon as it is known that the wallet gets it. */
interface Slot {
  item: Payload
  answer: Promise<unknown>
  take?: (response: unknown) => void
  /** Settles when it is known who answers. */
  decided?: Promise<unknown>
}

export const concernsAny = (judge: Judge, items: Payload): boolean => {
  for (let index = 0; index < items.length; index += 1) if (concernsPayload(judge, items[index])) return true
  return false
}

const forWallet = (item: Payload): Slot => {
  const slot = {
    // A copy: it waits here for the others, and the page could make another request of it.
    item: typeof item === 'object' && item !== null ? { ...item } : item,
  } as Slot
  slot.answer = new RealmPromise((take) => {
    slot.take = take
  })
  return slot
}

const forJudge = (judge: Judge, item: Payload): Slot => {
  const slot = { item } as Slot
  slot.decided = new RealmPromise<void>((decide) => {
    const viaWallet = (passed: Payload) =>
      new RealmPromise((take) => {
        slot.item = passed
        slot.take = take
        decide()
      })
    slot.answer = after(
      judged(judge, item, viaWallet, (response) => response),
      null,
      (error) => errorResponseTo(item, error),
    )
    after(slot.answer, () => decide())
  })
  return slot
}

/** Ours answered by us, the rest in one batch by the wallet, put together in the order of the page. */
export const answerBatch = async (
  judge: Judge,
  items: Payload,
  viaWallet: (rest: unknown[]) => unknown,
): Promise<unknown[]> => {
  const slots: Slot[] = []
  for (let index = 0; index < items.length; index += 1) {
    const item = steady(items[index])
    append(slots, concernsPayload(judge, item) ? forJudge(judge, item) : forWallet(item))
  }
  for (let index = 0; index < slots.length; index += 1) await slots[index]!.decided
  const rest: unknown[] = []
  for (let index = 0; index < slots.length; index += 1)
    if (slots[index]!.take !== undefined) append(rest, slots[index]!.item)
  const fromWallet = (async () => (rest.length === 0 ? [] : viaWallet(rest)) as unknown[])()
  let position = 0
  for (let index = 0; index < slots.length; index += 1) {
    const { item, take } = slots[index]!
    if (take === undefined) continue
    const own = position++
    take(
      after(
        fromWallet,
        (responses) => responses[own],
        // A wallet that refuses the whole batch refuses each of its requests.
        (error) => errorResponseTo(item, error),
      ),
    )
  }
  const answers: unknown[] = []
  for (let index = 0; index < slots.length; index += 1) append(answers, await slots[index]!.answer)
  return answers
}
