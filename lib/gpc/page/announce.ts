/**
 * `navigator.globalPrivacyControl` as W3C's draft has it: an attribute of every navigator of the page, true. Pages can take it
 * away again; it is the person's word to them, not a lock.
 */
export const announceGpc = (scope: { readonly Navigator: { readonly prototype: object } }): void => {
  const { prototype } = scope.Navigator
  const isNavigator = Object.getOwnPropertyDescriptor(prototype, 'userAgent')?.get
  const attribute = {
    get globalPrivacyControl(): true {
      // Throws, as the browser's own attributes do, where it is not asked of a navigator.
      if (isNavigator !== undefined) Reflect.apply(isNavigator, this, [])
      return true
    },
  }
  const descriptor = Object.getOwnPropertyDescriptor(attribute, 'globalPrivacyControl')
  if (descriptor !== undefined) Object.defineProperty(prototype, 'globalPrivacyControl', descriptor)
}
