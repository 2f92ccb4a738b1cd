import { queryOptions, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import type { Me } from '../../shared/api'
import { client, told } from '../../shared/client'
import type { Permission } from '../module'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: (): Promise<Me> => told(client.GET('/api/console/me')),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
  // Nobody is an answer: the sign-in page does not ask again.
  retryOnMount: false,
})

export function useMe() {
  const queries = useQueryClient()
  const { data: me } = useQuery(meQuery)
  return {
    me,
    may: (permission: Permission) => computed(() => me.value?.permissions.includes(permission) ?? false),
    async signIn(username: string, password: string): Promise<Me> {
      const signedIn = await told(client.POST('/api/console/login', { body: { username, password } }))
      queries.clear()
      queries.setQueryData(meQuery.queryKey, signedIn)
      return signedIn
    },
    async signInWithCode(code: string): Promise<Me> {
      const signedIn = await told(client.POST('/api/console/login/code', { body: { code } }))
      queries.clear()
      queries.setQueryData(meQuery.queryKey, signedIn)
      return signedIn
    },
    /** @param sign signs the challenge with the person's key */
    async signInByCertificate(
      sign: (challenge: string) => Promise<{ certificate: string; signature: string }>,
    ): Promise<Me> {
      const { challenge } = await told(client.POST('/api/console/login/certificate/challenge'))
      const body = await sign(challenge)
      const signedIn = await told(client.POST('/api/console/login/certificate', { body }))
      queries.clear()
      queries.setQueryData(meQuery.queryKey, signedIn)
      return signedIn
    },
    /** 域账户 @param unit whose directory it is */
    async signInByDirectory(unit: string, username: string, password: string): Promise<Me> {
      const signedIn = await told(client.POST('/api/console/login/directory', { body: { unit, username, password } }))
      queries.clear()
      queries.setQueryData(meQuery.queryKey, signedIn)
      return signedIn
    },
    async signInByIdentity(body: { code: string; state: string }): Promise<Me> {
      const signedIn = await told(client.POST('/api/console/login/sso', { body }))
      queries.clear()
      queries.setQueryData(meQuery.queryKey, signedIn)
      return signedIn
    },
    /** @return where the identity provider signs the browser out too, or empty */
    async signOut(): Promise<string> {
      const answer = await told(client.POST('/api/console/logout')).catch(() => undefined)
      queries.clear()
      return answer?.address ?? ''
    },
    async changePassword(old: string, changed: string): Promise<void> {
      const answer = await told(client.POST('/api/console/password', { body: { old, new: changed } }))
      queries.setQueryData(meQuery.queryKey, answer)
    },
  }
}
