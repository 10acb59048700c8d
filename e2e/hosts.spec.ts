import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EXTENSION_FOLDER } from '../scripts/local/build.ts'
import { allow, ask, onboard } from '../scripts/local/contributor.ts'
import { readStore } from '../scripts/local/store.ts'
import { expect, test } from './fixtures/test.ts'
import { startWatchedProxy } from './fixtures/watchedProxy.ts'

/** Chromium looks for its own updates and accounts whatever is installed; the extension's code names no such host. */
const isBrowsersOwn = (host: string): boolean => /(^|\.)(google|googleapis|gvt1)\.com(:443)?$/.test(host)

const builtScripts = async (): Promise<string> => {
  const files = await readdir(EXTENSION_FOLDER, { recursive: true })
  const scripts = files.filter((file) => /\.m?js$/.test(file))
  return (await Promise.all(scripts.map((file) => readFile(join(EXTENSION_FOLDER, file), 'utf8')))).join('\n')
}

test('no request leaves the browser but to the task, the RPC, the bridge and the page that asked', async ({
  newWorld,
  newContributor,
}) => {
  const world = await newWorld({ mode: 'private', rounds: 1, contributors: 1 })
  const proxy = await startWatchedProxy()
  const account = world.contributors[0]!
  const person = await newContributor({ world, account, engine: 'wasm', proxy: proxy.url })
  try {
    await onboard(person, await world.writeShard({ name: 'mine', count: 600 }))
    const { prompt } = await ask(person, world.dapp.url)
    await allow(prompt)
    await expect
      .poll(async () => (await readStore(person.own, 'seats')).map(({ paid }) => paid), { timeout: 60_000 })
      .toEqual(['20000'])
    const host = (url: string) => new URL(url).host
    expect([...proxy.hosts].filter((name) => !isBrowsersOwn(name)).toSorted()).toEqual(
      [world.task.manifest.aggregation.coordinator, world.chain.rpcUrl, world.bridge.url, world.dapp.url]
        .map(host)
        .toSorted(),
    )
    expect(await builtScripts()).not.toMatch(/\b(google|googleapis|gvt1)\.com\b/)
  } finally {
    await proxy.stop()
  }
})
