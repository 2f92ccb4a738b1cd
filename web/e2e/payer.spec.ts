import { expect, type Page, test } from '@playwright/test'
import { archived, drawn, facts, openBill, settle, signIn } from './demo'

const PHONE = { width: 390, height: 844 }

/** A bill that went the whole road, and what its payer gets. */
async function bill(page: Page): Promise<Awaited<ReturnType<typeof facts>>> {
  const busNo = await settle(page.request, 'outpatient')
  await signIn(page)
  await openBill(page, busNo)
  await archived(page)
  return facts(page)
}
const path = (link: string): string => new URL(link, 'http://localhost').pathname

test.describe('on a phone', () => {
  test('the link shows a genuine bill, and the browser proves it by itself', async ({ page }) => {
    const { link, number } = await bill(page)
    await page.context().clearCookies()
    await page.setViewportSize(PHONE)
    await page.goto(path(link))
    await expect(page.getByTestId('banner')).toContainText('真实有效')
    await expect(page.getByTestId('number')).toHaveText(number)
    await drawn(page, 'face')
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)

    await page.getByTestId('verify').click()
    await expect(page.getByTestId('verdict')).toContainText('验真通过')
    for (const check of [
      'PACKAGE_DIGESTS',
      'SEAL_SIGNATURE_VALUE',
      'CERTIFICATE_CHAIN',
      'XML_UNIT_SIGNATURE',
      'XML_SUPERVISORY_SIGNATURE',
    ]) {
      await expect(page.locator(`[data-check=${check}]`)).toHaveAttribute('data-result', 'PASSED')
    }
  })

  test('the large version is larger, fits the screen and stays chosen', async ({ page }) => {
    await page.setViewportSize(PHONE)
    await page.goto('/check')
    const height = async () => (await page.getByTestId('large').boundingBox())!.height
    const before = await height()
    await page.getByTestId('large').click()
    await expect(page.getByTestId('large')).toHaveText('标准版')
    expect(await height()).toBeGreaterThan(Math.max(before * 1.3, 59))
    await page.goto('/verify')
    await expect(page.locator('html')).toHaveClass(/large/)
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    ).toBe(true)
    await page.screenshot({ path: 'test-results/payer-large.png' })
    await page.getByTestId('large').click()
    await expect(page.locator('html')).not.toHaveClass(/large/)
  })

  test('the five factors find the bill, one wrong factor does not', async ({ page }) => {
    const found = await bill(page)
    await page.setViewportSize(PHONE)
    await page.goto('/check')
    await page.getByRole('button', { name: '查验' }).click()
    await expect(page.getByText('票据代码是 8 位数字')).toBeVisible()

    await page.getByLabel('票据代码').fill(found.code)
    await page.getByLabel('票据号码').fill(found.number)
    await page.getByLabel('校验码').fill(found.checkCode)
    await page.getByLabel('开票日期').fill(found.issuedAt.slice(0, 10))
    await page.getByLabel('金额（元）').fill(((found.totalFen + 1) / 100).toFixed(2))
    await page.getByRole('button', { name: '查验' }).click()
    await expect(page.getByTestId('answer')).toContainText('未查到一致的票据')

    await page.getByLabel('金额（元）').fill((found.totalFen / 100).toFixed(2))
    await page.getByRole('button', { name: '查验' }).click()
    await expect(page.getByTestId('answer')).toContainText('真实有效')
    await expect(page.getByTestId('checks').getByRole('listitem').first()).toBeVisible()
  })

  test('a reversed bill says so', async ({ page }) => {
    const { link, id } = await bill(page)
    const token = (await page.context().cookies()).find((cookie) => cookie.name === 'XSRF-TOKEN')
    const answer = await page.request.post(`/api/console/bills/${id}/reversal`, {
      data: { reason: '退费' },
      headers: { 'X-XSRF-TOKEN': token?.value ?? '' },
    })
    expect(answer.ok()).toBe(true)
    await page.setViewportSize(PHONE)
    await page.goto(path(link))
    await expect(page.getByTestId('banner')).toContainText('已冲红')
  })

  test('a bill is kept for a family member on this phone alone, opened with one tap and removed', async ({ page }) => {
    const { link, number } = await bill(page)
    await page.context().clearCookies()
    await page.setViewportSize(PHONE)
    await page.goto(path(link))
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.method() !== 'GET' || request.url().includes('family')) sent.push(request.url())
    })
    const keep = page.getByTestId('family')
    await page.getByTestId('keep').click()
    await page.getByTestId('keep-now').click()
    await expect(keep.getByRole('alert')).toHaveText('请先勾选同意')
    await page.getByTestId('agree').check()
    await page.getByTestId('keep-now').click()
    await expect(keep.getByRole('alert')).toContainText('请填写称呼')
    await page.getByLabel('称呼').fill('妈妈')
    await page.getByTestId('keep-now').click()
    await expect(keep).toContainText('已收在 妈妈 名下')

    await keep.getByRole('link', { name: '打开家人票夹' }).click()
    await expect(page.getByRole('heading', { level: 1, name: '家人票夹' })).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    await page.screenshot({ path: 'test-results/payer-family.png' })
    await page.locator('[data-member=妈妈]').getByRole('link').click()
    await expect(page.getByTestId('number')).toHaveText(number)

    await page.goto('/family')
    await page.getByTestId('remove-member').click()
    await page.getByRole('button', { name: '确认移除妈妈和名下票据' }).click()
    await expect(page.getByText('还没有收存票据')).toBeVisible()
    expect(await page.evaluate(() => localStorage.getItem('yipiao-family'))).toBeNull()
    expect(sent.filter((url) => !/\/assets\/|\/family$/.test(url))).toEqual([])
  })

  test('an unknown link is told kindly', async ({ page }) => {
    await page.setViewportSize(PHONE)
    await page.goto('/p/AAAAAAAAAAAAAAAAAAAAAAAA')
    await expect(page.getByText('链接无效或已失效')).toBeVisible()
  })
})

test('a file is verified without a network, and a changed byte names the check that failed', async ({
  page,
  context,
}) => {
  const { id } = await bill(page)
  const ofd = await (await page.request.get(`/api/console/bills/${id}/files/ofd`)).body()
  await page.goto('/verify')
  await expect(page.getByRole('heading', { name: '文件验真' })).toBeVisible()
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.reload()
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  await expect
    .poll(() => page.evaluate(() => caches.match('/api/payer/trust').then((kept) => kept !== undefined)))
    .toBe(true)

  await context.setOffline(true)
  await page.reload()
  await page.getByTestId('file').setInputFiles({ name: '票据.ofd', mimeType: 'application/ofd', buffer: ofd })
  await expect(page.getByTestId('verdict')).toContainText('验真通过')

  // The seals and the signature values are stored, not deflated: the last signed value's last byte stands as it is.
  const mark = ofd.lastIndexOf(Buffer.from('SignedValue.dat'), ofd.indexOf(Buffer.from('PK\u0001\u0002')))
  const tampered = Buffer.from(ofd)
  tampered[mark + 'SignedValue.dat'.length + 2_000]! ^= 1
  await page.getByTestId('file').setInputFiles({ name: '改动.ofd', mimeType: 'application/ofd', buffer: tampered })
  await expect(page.getByTestId('verdict')).toContainText('验真未通过')
  await expect(page.locator('[data-check=SEAL_SIGNATURE_VALUE]')).toHaveAttribute('data-result', 'FAILED')

  await context.setOffline(false)
  await expect(page.getByRole('button', { name: '请平台再验一次（会上传文件）' })).toBeEnabled()
  await page.getByRole('button', { name: '请平台再验一次（会上传文件）' }).click()
  await expect(page.getByText('平台验真：未通过')).toBeVisible()
})

test('the XML with a changed amount fails at the signatures', async ({ page }) => {
  const { id } = await bill(page)
  const xml = await (await page.request.get(`/api/console/bills/${id}/files/xml`)).text()
  await page.goto('/verify')
  const offer = (text: string) =>
    page.getByTestId('file').setInputFiles({ name: '票据.xml', mimeType: 'application/xml', buffer: Buffer.from(text) })
  await offer(xml)
  await expect(page.getByTestId('verdict')).toContainText('验真通过')
  await offer(xml.replace(/<TotalAmount>\d/, (digit) => `<TotalAmount>${digit.endsWith('9') ? '8' : '9'}`))
  await expect(page.getByTestId('verdict')).toContainText('验真未通过')
  for (const check of ['XML_UNIT_SIGNATURE', 'XML_SUPERVISORY_SIGNATURE', 'TOTALS']) {
    await expect(page.locator(`[data-check=${check}]`)).toHaveAttribute('data-result', 'FAILED')
  }
})
