/** Where the screen begins: the look, then the program into its place. */
import '@renderer/ui'
import { start } from './app'

const place = document.getElementById('app')
if (place) void start(place)
