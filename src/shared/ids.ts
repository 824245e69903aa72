/**
 * Identifiers and rows. Ids are opaque strings that survive a round trip unchanged (`007`, URLs, 64-bit
 * numbers); rows are contiguous 0-based integers that index arrays. The brands keep the two apart.
 */
declare const brand: unique symbol;
type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };

export type UserId = Brand<string, 'UserId'>;
export type ItemId = Brand<string, 'ItemId'>;
export type UserRow = Brand<number, 'UserRow'>;
export type ItemRow = Brand<number, 'ItemRow'>;
/** Hexadecimal SHA-256 of the inputs that determine a value. */
export type Fingerprint = Brand<string, 'Fingerprint'>;

export const userId = (value: string): UserId => value as UserId;
export const itemId = (value: string): ItemId => value as ItemId;
export const userRow = (value: number): UserRow => value as UserRow;
export const itemRow = (value: number): ItemRow => value as ItemRow;
