/**
 * What our code in a page's own world needs of JavaScript, taken once, before any script of the page has run: a page that
 * replaces `Function.prototype.call`, `Promise.prototype.then` or `Map.prototype.get` later changes nothing for us.
 *
 * The rules for code that runs there:
 * - methods of built-in objects only through this file (`after(promise, ...)`, not `promise.then(...)`);
 * - no spread of arrays, no `for ... of`, no destructuring of arrays: they ask `Array.prototype[Symbol.iterator]`;
 * - no `list[i] = value` and no `list.push(value)` on new arrays, a setter may sit on `Array.prototype`: `append`;
 * - objects that the browser reads (descriptors, options) have no prototype: `{ __proto__: null, ... }`;
 * - `await` and object literals are safe; so are rest parameters and `arguments`.
 */
type Method<Self, Args extends unknown[], Result> = (this: Self, ...args: Args) => Result

/** A method as a function of its `this`. Bound here, so that nothing is looked up at a call. */
export const uncurry = Function.prototype.bind.bind(Function.prototype.call) as <
  Self,
  Args extends unknown[],
  Result,
>(
  method: Method<Self, Args, Result>,
) => (self: Self, ...args: Args) => Result

export const { apply, defineProperty, get, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, set } = Reflect
export const { create, freeze, hasOwn, isExtensible, preventExtensions } = Object
export const { isArray } = Array
export const { parse, stringify } = JSON
export const RealmPromise = Promise
export const RealmProxy = Proxy
export const RealmWeakMap = WeakMap

const realm = globalThis

/**
 * The `this` that a page called with. The scripts are built without `"use strict"`, where a call without a `this` gets the
 * window for one.
 */
export const receiver = (self: unknown): unknown => (self === realm ? undefined : self)

export const weakGet = uncurry(WeakMap.prototype.get) as <Value>(
  map: WeakMap<object, Value>,
  key: object,
) => Value | undefined
export const weakSet = uncurry(WeakMap.prototype.set) as <Value>(
  map: WeakMap<object, Value>,
  key: object,
  value: Value,
) => unknown

export const after = uncurry(Promise.prototype.then) as <Value, Result = Value, Failed = never>(
  promise: Promise<Value>,
  onResult?: ((value: Value) => Result | PromiseLike<Result>) | null,
  onError?: ((error: unknown) => Failed | PromiseLike<Failed>) | null,
) => Promise<Result | Failed>

/** A property's description as the language reads it: what is missing is not looked for on `Object.prototype`. */
export const descriptor = (fields: PropertyDescriptor): PropertyDescriptor =>
  ({ __proto__: null, ...fields }) as PropertyDescriptor

/** Adds to the end of a list of ours, whatever sits on `Array.prototype`. */
export const append = <Value>(list: Value[], value: Value): void => {
  defineProperty(
    list,
    list.length,
    descriptor({ value, writable: true, enumerable: true, configurable: true }),
  )
}
