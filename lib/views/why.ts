import { database } from '../db/database.ts'
import type { RequestRecord, RuleRecord } from '../db/schema.ts'
import { locale } from '../i18n/locale.ts'
import { explain } from '../policy/explain.ts'
import { rememberedRule } from '../policy/remember.ts'
import { ruleSentence } from '../policy/sentence.ts'
import type { Names } from '../policy/words/format.ts'
import { LANGUAGES, type Language } from '../policy/words/words.ts'
import { sameAddress } from '../protocol/hex.ts'

/** What a person may want to know before they answer, beyond the request itself. Loaded after it is on the screen. */
export interface Why {
  /** The rules that say to ask, and the conditions that are not met: one sentence. */
  readonly because: string
  /** What an answer is remembered as. Absent where no rule could give that answer. */
  readonly allow?: string
  readonly refuse?: string
}

const language = (): Language => LANGUAGES.find((known) => locale().startsWith(known)) ?? 'en'

const remembered = (
  { facts }: RequestRecord,
  effect: 'allow' | 'refuse',
  days: number,
  names: Names,
): string | undefined => {
  if (facts === undefined) return undefined
  const rule = rememberedRule({ facts, effect, days, id: 'remembered', now: Date.now() })
  return rule === undefined ? undefined : ruleSentence(rule, language(), names)
}

const namesFor = async (rules: readonly RuleRecord[], { task }: RequestRecord): Promise<Names> => {
  const db = await database()
  const ids = [...new Set(rules.flatMap(({ what }) => what?.datasets ?? []))]
  const datasets = new Map(
    await Promise.all(ids.map(async (id) => [id, (await db.get('datasets', id))?.name] as const)),
  )
  const { address, name } = task.manifest.publisher
  return {
    dataset: (id) => datasets.get(id),
    publisher: (other) => (sameAddress(other as typeof address, address) ? name : undefined),
  }
}

/** Why the person is asked, and what remembering each answer for `days` would cover. Undefined once it waits no more. */
export const readWhy = async (requestId: string, days: number): Promise<Why | undefined> => {
  const db = await database()
  const [request, rules] = await Promise.all([db.get('requests', requestId), db.getAll('rules')])
  if (request?.state !== 'pending') return undefined
  const names = await namesFor(rules, request)
  const allow = remembered(request, 'allow', days, names)
  const refuse = remembered(request, 'refuse', days, names)
  return {
    because: explain(request.because, rules, language(), names),
    ...(allow === undefined ? {} : { allow }),
    ...(refuse === undefined ? {} : { refuse }),
  }
}
