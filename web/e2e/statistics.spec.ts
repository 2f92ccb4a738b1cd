import { expect, test } from '@playwright/test'
import { settle, signIn } from './demo'

/** 1,234.50 → 1234.5 */
const number = (text: string) => Number(text.replaceAll(/[^0-9.-]/g, '') || '0')

test('the report adds up, follows its filter, agrees with the bills and comes as a file', async ({ page, request }) => {
  await settle(request, 'outpatient')
  await signIn(page)
  await page.goto('/console.html#/statistics')
  const report = page.getByTestId('report')
  await page.getByTestId('by').click()
  await page.getByRole('option', { name: '开票点', exact: true }).click()
  await expect(page).toHaveURL(/by=POINT/)
  await expect(report.getByRole('columnheader', { name: '开票点', exact: true })).toBeVisible()
  const total = report.getByTestId('total').getByRole('cell')
  await expect(total.first()).not.toHaveText('0')
  await expect(async () => {
    const [sum, shown] = await report.locator('table').evaluate((table) => {
      const cell = (row: Element, at: number) =>
        Number((row.children[at]?.textContent ?? '').replaceAll(/[^0-9.-]/g, '') || '0')
      const lines = [...table.querySelectorAll('tbody tr')].map((row) => cell(row, 2) + cell(row, 4))
      const foot = table.querySelector('tfoot tr') as Element
      return [lines.reduce((a, b) => a + b, 0), cell(foot, 1) + cell(foot, 3)]
    })
    expect(sum).toBe(shown)
    expect(sum).toBeGreaterThan(0)
  }).toPass()

  await page.getByTestId('check').click()
  await expect(page.getByTestId('checked')).toContainText('与报表一致')

  const download = page.waitForEvent('download')
  await page.getByTestId('export').click()
  expect((await download).suggestedFilename()).toMatch(/^report-.*\.xlsx$/)

  await page.getByText('年报', { exact: true }).click()
  await expect(page).toHaveURL(/step=YEAR/)
  await expect(report.getByRole('cell', { name: /^20\d\d$/ }).first()).toBeVisible()
})

test('the trend names its peak and compares with another span', async ({ page, request }) => {
  await settle(request, 'outpatient')
  await signIn(page)
  await page.goto('/console.html#/statistics/trend')
  await expect(page.getByTestId('peak')).toContainText('张')
  const today = number((await page.getByTestId('total').textContent()) ?? '')
  expect(today).toBeGreaterThan(0)
  await page.getByTestId('grain').click()
  await page.getByRole('option', { name: '三个月，每天' }).click()
  await expect(page).toHaveURL(/grain=DAY/)
  await expect
    .poll(async () => number((await page.getByTestId('total').textContent()) ?? ''))
    .toBeGreaterThanOrEqual(today)
  await page.getByTestId('against').click()
  await page.getByRole('option', { name: '不对比' }).click()
  await expect(page.getByText('对比期')).toBeHidden()
})
