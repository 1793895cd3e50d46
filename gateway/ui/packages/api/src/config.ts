/** What the web app tells the UI at run time, in `<script id="escalated-config" type="application/json">`. */
export interface Config {
  /** First path segment of the application, with slash: `/support`. */
  prefix: string
  name: string
  locale: string
  /** Where the REST API lies: `/api/v1`. */
  apiBase: string
  logoUrl: string | null
  primaryColor: string | null
  /** The demo accounts are seeded, so the sign-in page may offer them. */
  demo: boolean
}

const DEFAULT: Config = {
  prefix: '/support',
  name: 'Escalated',
  locale: '',
  apiBase: '/api/v1',
  logoUrl: null,
  primaryColor: null,
  demo: false,
}

export function parseConfig(text: string | null | undefined): Config {
  if (!text || text.includes('__ESCALATED_CONFIG__')) return DEFAULT
  const config: Config = { ...DEFAULT, ...JSON.parse(text) }
  return { ...config, prefix: `/${config.prefix.replace(/^\/+|\/+$/g, '')}`, apiBase: config.apiBase.replace(/\/+$/, '') }
}

export const config: Config = parseConfig(document.getElementById('escalated-config')?.textContent)
