import { sm2, sm3 as sm3Hex } from 'sm-crypto-v2'
import { type Bytes, fromHex, hex } from './bytes'

/** 默认用户标识 of GB/T 35276; every party of the fiscal system signs with it. */
const USER_ID = '1234567812345678'

export const sm3 = (message: Uint8Array): Bytes => fromHex(sm3Hex(message))

/**
 * SM2 with SM3.
 *
 * @param publicKey the uncompressed point, 65 bytes
 * @param signature DER of r and s
 */
export function sm2Verifies(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 65 || publicKey[0] !== 4) return false
  try {
    return sm2.doVerifySignature(message, hex(signature), hex(publicKey), { der: true, hash: true, userId: USER_ID })
  } catch {
    return false // A value outside its range, a point that is not on the curve: no signature.
  }
}
