export { default as MessageBody } from './MessageBody.vue'
