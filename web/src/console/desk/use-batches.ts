import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import type { Answer } from '../../shared/api'
import { client, told } from '../../shared/client'

export type Report = Answer<'/api/console/desk/batches', 'post'>
export type Batch = Answer<'/api/console/desk/batches', 'get'>['rows'][number]
export const PAGE_SIZE = 20
const BUSY_MS = 1_000

export const TEMPLATE = '/api/console/desk/batches/template'
export const resultUrl = (id: string) => `/api/console/desk/batches/${id}/result`

/** While anything waits the list looks again every second. */
export const useBatches = (pageNo: Ref<number>) =>
  useQuery({
    queryKey: ['desk', 'batches', pageNo],
    queryFn: () =>
      told(
        client.GET('/api/console/desk/batches', { params: { query: { pageNo: pageNo.value, pageSize: PAGE_SIZE } } }),
      ),
    refetchInterval: (query) => (query.state.data?.rows.some((row) => row.waiting > 0) ? BUSY_MS : false),
  })

export function useTake() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ file, point, mode }: { file: File; point: string; mode: 'CHECK' | 'ALL' | 'GOOD' }) => {
      const bytes = await file.arrayBuffer()
      return told(
        client.POST('/api/console/desk/batches', {
          params: { query: { point, mode, name: file.name } },
          // A spreadsheet goes as it is.
          body: bytes as unknown as string,
          bodySerializer: (body: unknown) => body as ArrayBuffer,
          headers: { 'Content-Type': 'application/octet-stream' },
        }),
      ) as Promise<Report>
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['desk', 'batches'] }),
  })
}
