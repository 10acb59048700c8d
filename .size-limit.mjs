import { loadedBy } from './scripts/size/loaded.ts'

const BUILT = '.output/chrome-mv3'

/** Everything that one of our own pages, or the worker, needs before it begins. */
const entry = (file, limit) => ({
  name: file,
  path: loadedBy(BUILT, file).map((path) => `${BUILT}/${path}`),
  limit,
  gzip: true,
})

/** What is put in other people's pages, all of it. */
const inPages = (name, files, limit) => ({
  name,
  path: `${BUILT}/content-scripts/${files}.js`,
  limit,
  gzip: true,
})

export default [
  inPages("a page's own world: inpage everywhere, gate where a site has a rule", '{inpage,gate}', '12 kB'),
  inPages('every page, isolated world: relay', 'relay', '4 kB'),
  inPages('every page where the person says so by GPC', 'gpc', '1 kB'),
  inPages('bridge page: both halves', 'bridge*', '4 kB'),
  entry('background.js', '200 kB'),
  entry('popup.html', '130 kB'),
  entry('prompt.html', '150 kB'),
  entry('onboarding.html', '180 kB'),
  entry('dashboard.html', '240 kB'),
  entry('wallet.html', '170 kB'),
  entry('offscreen.html', '60 kB'),
]
