// One page for the descriptions of all services: /docs?service=email shows that of email-service.
const SERVICES = {
  api: 'notification-api',
  gateway: 'realtime-gateway',
  email: 'email-service',
  digest: 'digest-scheduler',
  processor: 'notification-processor',
};

const asked = new URLSearchParams(location.search).get('service') ?? 'api';
const service = asked in SERVICES ? asked : 'api';

for (const [key, name] of Object.entries(SERVICES)) {
  const link = document.createElement('a');
  link.href = `/docs?service=${key}`;
  link.textContent = name;
  if (key === service) {
    link.setAttribute('aria-current', 'page');
  }
  document.querySelector('nav').append(link);
}

const dark = matchMedia('(prefers-color-scheme: dark)');
const dress = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', dress);
dress();

const [description, config] = await Promise.all(
  [`/v3/api-docs/${service}`, '/client/config.json'].map((url) => fetch(url).then((answer) => answer.json())),
);

/**
 * Parameters where they are used. Swagger UI shows a parameter that all operations of a path share as "any" when a deep link
 * (`/docs#/Recipients/putRecipient`) opens the operation.
 */
for (const path of Object.values(description.paths)) {
  for (const part of [path, ...Object.values(path)].filter(({ parameters }) => parameters)) {
    part.parameters = part.parameters.map(whole).map((parameter) => ({ ...parameter, schema: whole(parameter.schema) }));
  }
}

/** @param {{$ref?: string}} node itself, or a reference such as `#/components/parameters/Limit` */
function whole(node) {
  return node?.$ref ? node.$ref.slice(2).split('/').reduce((found, name) => found[name], description) : node;
}

// locally each service has a port of its own, where "Try it out" has to call
description.servers = [{ url: config[service] || location.origin }];

globalThis.SwaggerUIBundle({
  spec: description,
  dom_id: '#description',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  defaultModelRendering: 'model',
  showExtensions: false,
  filter: true,
  tryItOutEnabled: false,
  validatorUrl: null,
  persistAuthorization: false,
});
