import { createDataUseServer } from '../../lib/channel/worker/server.ts'
import type { GateQuestion } from '../../lib/protocol/walletCalls.ts'

// Stands in for lib/consent, for tests of what happens in pages: it notes what arrives and answers at once.

interface Heard {
  readonly origin: string
  readonly method: string
  readonly params: unknown
}

const heard: Heard[] = []
const questions: GateQuestion[] = []
/** What the person says, by method. */
let words: Readonly<Record<string, 'pass' | 'refuse'>> = {}

createDataUseServer({
  onRequest: async ({ asker, method, params }) => {
    heard.push({ origin: asker.origin, method, params })
    return { result: 'answered by the extension' }
  },
  onWalletCall: async (_asker, question) => {
    questions.push(question)
    const word = words[question.method]
    if (word === 'pass') return { result: 'pass' }
    if (question.silent) return { result: 'withhold' }
    return { error: { code: 4001, message: 'The request was refused.' } }
  },
  takeAnswer: async () => undefined,
  answerDelivered: async () => undefined,
})

const standIn = {
  heard: () => heard,
  questions: () => questions,
  say: (said: typeof words) => {
    words = said
    heard.length = 0
    questions.length = 0
  },
}

export type StandIn = typeof standIn
Object.assign(globalThis, { standIn })
