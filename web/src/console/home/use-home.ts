import { useQuery } from '@tanstack/vue-query'
import { client, told } from '../../shared/client'

export const useHome = () =>
  useQuery({
    queryKey: ['home'],
    queryFn: () => told(client.GET('/api/console/home')),
    refetchInterval: 5_000,
  })
