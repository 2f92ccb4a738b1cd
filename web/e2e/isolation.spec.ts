import { expect } from '@playwright/test'
import { demo, facts, openBill, settle, signIn, test } from './demo'

test('the people of two hospitals see their own bills and nothing of each other', async ({
  page,
  another,
  request,
}) => {
  const busNo = await settle(request, 'outpatient')
  await signIn(page, 'finance')
  await openBill(page, busNo)
  const ours = await facts(page)

  const theirs = await another()
  await signIn(theirs, 'finance2')
  await expect(theirs.getByText(demo.second!.name).first()).toBeVisible()
  await theirs.goto('/console.html#/bills')
  await expect(theirs.getByTestId('bills').getByRole('row').filter({ hasText: 'DEMO2-1' })).toBeVisible()
  await theirs.screenshot({ path: 'test-results/second-hospital.png' })
  await theirs.goto(`/console.html#/bills?text=${encodeURIComponent(busNo)}`)
  await expect(theirs.getByText('没有符合条件的票据')).toBeVisible()
  // An address that was passed on, or guessed.
  await theirs.goto(`/console.html#/bills/${ours.id}`)
  await expect(theirs.getByText('没有这张票据').first()).toBeVisible()
  await expect(theirs.getByText(ours.number)).toHaveCount(0)
  const answer = await theirs.request.get(`/api/console/bills/${ours.id}`)
  expect(answer.status()).toBe(404)

  await page.goto('/console.html#/bills?text=DEMO2-1')
  await expect(page.getByText('没有符合条件的票据')).toBeVisible()
})
