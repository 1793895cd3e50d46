export * from './appearance'
