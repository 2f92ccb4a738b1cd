import { reactive } from 'vue'

/** 个人习惯 What the person set as the own desk, for pages that begin with it; empty until it is known. */
export const preferred = reactive({ point: '', printer: '' })
