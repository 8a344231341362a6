/** Reads a 2-D code from a picture or a camera, in the page itself: nothing leaves the device. */
import decodeQR from 'qr/decode.js'

/** Longer sides are made smaller first: a code of 85 squares needs no more, and an old phone has little memory. */
export const LONGEST_SIDE = 2400
/** Milliseconds one picture may take; a frame of a camera comes again at once and gets less. */
const PICTURE_LIMIT = 4000
const FRAME_LIMIT = 120

/** @returns the text of the first code found, or null; @throws when the file is no picture that this browser opens */
export async function codeInPicture(picture: Blob): Promise<string | null> {
  const bitmap = await createImageBitmap(picture)
  try {
    return codeIn(bitmap, bitmap.width, bitmap.height, PICTURE_LIMIT)
  } finally {
    bitmap.close()
  }
}

/**
 * Shows what the camera sees and looks for a code until one is found or `stop` is called.
 * @throws what the browser says when there is no camera or nobody allows it
 */
export async function watchCamera(video: HTMLVideoElement, found: (text: string) => void): Promise<{ stop(): void }> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false })
  video.srcObject = stream
  await video.play()
  let isWatching = true
  const stop = (): void => {
    isWatching = false
    for (const track of stream.getTracks()) track.stop()
    video.srcObject = null
  }
  const look = (): void => {
    if (!isWatching) return
    const text = codeIn(video, video.videoWidth, video.videoHeight, FRAME_LIMIT)
    if (text === null) return void setTimeout(look, FRAME_LIMIT)
    stop()
    found(text)
  }
  look()
  return { stop }
}

function codeIn(source: CanvasImageSource, width: number, height: number, timeLimit: number): string | null {
  if (width === 0 || height === 0) return null
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  canvas.getContext('2d', { willReadFrequently: true })?.drawImage(source, 0, 0, canvas.width, canvas.height)
  return codeOnCanvas(canvas, timeLimit)
}

export function codeOnCanvas(canvas: HTMLCanvasElement, timeLimit = PICTURE_LIMIT): string | null {
  const data = canvas.getContext('2d', { willReadFrequently: true })?.getImageData(0, 0, canvas.width, canvas.height).data
  if (data === undefined) return null
  try {
    return decodeQR({ width: canvas.width, height: canvas.height, data }, { timeLimit, effort: 8 })
  } catch {
    return null
  }
}
