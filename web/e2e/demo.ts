import { execFileSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type APIRequestContext, test as base, expect, type Locator, type Page } from '@playwright/test'

interface Demo {
  platform: string
  sandbox: string
  his: { url: string; appid: string; key: string }
  ukey: { pin: string }
  users: { username: string; password: string }[]
  second?: { name: string; users: { username: string; password: string }[] }
}

/** The running demo: from the file that YIPIAO_STATUS_JSON names, else asked of the launcher. */
export const demo: Demo = JSON.parse(
  process.env.YIPIAO_STATUS_JSON
    ? readFileSync(process.env.YIPIAO_STATUS_JSON, 'utf8')
    : execFileSync('../yipiao', ['status', '--json'], { encoding: 'utf8' }),
)

/** Tests with further browsers beside the page's own; they are closed with the test, so that nobody stays signed in behind the next one. */
export const test = base.extend<{ another: () => Promise<Page> }>({
  another: async ({ browser }, use) => {
    const pages: Page[] = []
    await use(async () => {
      const page = await (await browser.newContext()).newPage()
      pages.push(page)
      return page
    })
    for (const page of pages) await page.context().close()
  },
})

type Kind = 'outpatient' | 'inpatient' | 'registration' | 'checkup'

/** A settlement of the sandbox's business system, posted through the market protocol; the busNo it was billed under. */
export async function settle(request: APIRequestContext, kind: Kind): Promise<string> {
  const sent = await request.post(`${demo.sandbox}/sandbox/his/send`, { data: { kind, count: 1 } })
  const [call] = (await sent.json()) as { busNo: string; result: string; message: string }[]
  expect(call, 'the settlement is billed').toMatchObject({ result: 'S0000' })
  return call!.busNo
}

/** One call of the market protocol, signed as a business system signs; the answer as its client unwraps it. */
export async function market(
  request: APIRequestContext,
  method: string,
  data: object,
): Promise<{ result: string; message: string }> {
  const { url, appid, key } = demo.his
  const encoded = Buffer.from(JSON.stringify(data)).toString('base64')
  const noise = randomUUID()
  const signed = `appid=${appid}&data=${encoded}&noise=${noise}&key=${key}&version=1.0`
  const sign = createHash('md5').update(signed).digest('hex').toUpperCase()
  const answer = await request.post(url + method, { data: { appid, data: encoded, noise, version: '1.0', sign } })
  const opened = (text: string) => Buffer.from(text, 'base64').toString('utf8')
  const { result, message } = JSON.parse(opened((await answer.json()).data)) as { result: string; message: string }
  return { result, message: opened(message) }
}

export async function signIn(page: Page, username = 'admin'): Promise<void> {
  const user = [...demo.users, ...(demo.second?.users ?? [])].find((one) => one.username === username)
  expect(user, `demo user ${username}`).toBeDefined()
  await page.goto('/console.html')
  await page.getByLabel('用户名').fill(user!.username)
  await page.getByLabel('口令', { exact: true }).fill(user!.password)
  await page.getByRole('button', { name: '登录' }).click()
  await inside(page)
}

/** Signed in. The address alone says too little: it looks the same for a moment while a page finds out who is here. */
export async function inside(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: '主菜单' })).toBeVisible()
}

/** Finds the bill of a settlement in the list and opens it. */
export async function openBill(page: Page, busNo: string): Promise<void> {
  await page.goto(`/console.html#/bills?text=${encodeURIComponent(busNo)}`)
  await page.getByTestId('bills').getByRole('row').filter({ hasText: busNo }).first().click()
  await expect(page.getByTestId('number')).toBeVisible()
}

/** Waits until the bill has gone the whole road to the archive. */
export async function archived(page: Page): Promise<void> {
  await expect(page.getByTestId('state')).toHaveText('已开具')
  await expect(page.getByTestId('download-ofd')).not.toHaveClass(/is-disabled/)
}

/** A console bill as the page's own session reads it. */
export async function facts(page: Page): Promise<{
  id: string
  code: string
  number: string
  checkCode: string
  totalFen: number
  issuedAt: string
  link: string
}> {
  const id = page.url().split('/bills/')[1]!.split('?')[0]!
  return (await page.request.get(`/api/console/bills/${id}`)).json()
}

/** Chooses in a select by what its options say. */
export async function choose(page: Page, box: Locator, option: string | RegExp): Promise<void> {
  await box.click()
  await page.getByRole('option', { name: option }).filter({ visible: true }).first().click()
}

/** A file behind a link of the page, read with the page's own session. */
export async function file(page: Page, link: Locator): Promise<Buffer> {
  const answer = await page.request.get((await link.getAttribute('href'))!)
  expect(answer.status()).toBe(200)
  return answer.body()
}

/** Loaded and really drawn, not only present. */
export async function drawn(page: Page, testId: string): Promise<void> {
  const image = page.getByTestId(testId).first()
  await expect(image).toBeVisible()
  await expect
    .poll(() => image.evaluate((one: HTMLImageElement) => one.complete && one.naturalWidth))
    .toBeGreaterThan(100)
}
