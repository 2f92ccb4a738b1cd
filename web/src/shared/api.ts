import type { paths } from '../schema'

type Content<R> = R extends { content: infer C } ? Nullable<C[keyof C]> : never

/** What the contract leaves open comes as null. */
type Nullable<T> = T extends (infer E)[]
  ? Nullable<E>[]
  : T extends object
    ? { [K in keyof T]: undefined extends T[K] ? Nullable<T[K]> | null : Nullable<T[K]> }
    : T

/** What a route answers with, by path and method: the contract's names for the records may change, routes do not. */
export type Answer<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends {
  responses: { 200: infer R }
}
  ? Content<R>
  : never

/** What a route takes in its query. */
export type Query<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends {
  parameters: { query?: infer Q }
}
  ? NonNullable<Q>
  : never

export type Me = Answer<'/api/console/me', 'get'>
export type Home = Answer<'/api/console/home', 'get'>
export type Point = Answer<'/api/console/points', 'get'>[number]
export type BillRow = Answer<'/api/console/bills', 'get'>['rows'][number]
export type BillDetail = Answer<'/api/console/bills/{id}', 'get'>
export type BillState = BillRow['state']
export type BillKind = BillRow['kind']
export type Step = BillDetail['timeline'][number]
export type Waiting = Answer<'/api/console/transit', 'get'>['rows'][number]
export type StageName = Waiting['stage']
export type Stock = Answer<'/api/console/numbers', 'get'>['stock'][number]
export type Movement = Answer<'/api/console/numbers/movements', 'get'>['rows'][number]
export type MessageRow = Answer<'/api/console/messages', 'get'>['rows'][number]
export type PaperSheet = Answer<'/api/console/paper', 'get'>['rows'][number]
export type PaperState = PaperSheet['state']
export type PayerBill = Answer<'/api/payer/bills/{token}', 'get'>
export type CheckAnswer = Answer<'/api/payer/check', 'post'>
