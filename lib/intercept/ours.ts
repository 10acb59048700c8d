import { RealmWeakMap, weakGet, weakSet } from './realm.ts'

/** Functions and Proxies of ours: no marker on themselves, where pages and wallets would see it. */
const ours = new RealmWeakMap<object, true>()

export const isOurs = (value: object): boolean => weakGet(ours, value) === true

export const noteOurs = (value: object): void => {
  weakSet(ours, value, true)
}
