import { onChange } from '../db/changes.ts'
import { database } from '../db/database.ts'
import type { SiteRecord } from '../db/schema.ts'
import { registerGate } from '../platform/gateScript.ts'

/** Where every listed question passes, the gate's script would only cost time. */
const needsGate = ({ off, wallet = {} }: SiteRecord): boolean =>
  off?.until !== null && Object.values(wallet).some((effect) => effect !== 'allow')

const sitesWithGate = async (): Promise<readonly string[]> =>
  (await (await database()).getAll('sites')).filter(needsGate).map(({ origin }) => origin)

/**
 * Keeps the gate's script on the sites that have a rule on questions to the wallet, now and whenever one changes. Changes
 * that come while one is carried out are carried out together after it.
 */
export const keepGate = (): void => {
  let running: Promise<void> | undefined
  let isStale = false
  const sync = async (): Promise<void> => {
    do {
      isStale = false
      await registerGate(await sitesWithGate())
    } while (isStale)
  }
  const run = () => {
    isStale = true
    running ??= sync()
      .catch((error: unknown) => console.error('proviso: the gate could not be set up', error))
      .finally(() => {
        running = undefined
        if (isStale) run()
      })
  }
  onChange(['sites'], run)
  run()
}
