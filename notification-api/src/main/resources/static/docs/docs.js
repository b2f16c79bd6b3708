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

const [description, config] = await Promise.all(
  [`/v3/api-docs/${service}`, '/client/config.json'].map((url) => fetch(url).then((answer) => answer.json())),
);
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
