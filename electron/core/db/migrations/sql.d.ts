// Lets a migration be imported as the text it is; the bundler and the test runner both resolve `?raw`.
declare module '*.sql?raw' {
  const text: string
  export default text
}
