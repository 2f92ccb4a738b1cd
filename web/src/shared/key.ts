/** One per form: a second click is the same act. randomUUID is missing where the page came over plain HTTP. */
export function formKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((one) => one.toString(16).padStart(2, '0')).join('')
}
