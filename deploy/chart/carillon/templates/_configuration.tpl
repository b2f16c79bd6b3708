{{/* The application.yaml of a service: what the chart derives, then config, then the service's own config. */}}
{{- define "carillon.configuration" -}}
{{- $root := .root -}}
{{- $v := $root.Values -}}
{{- $values := index $v .key -}}
{{- $p := dict
  "carillon.mode" "production"
  "carillon.port" .service.port
  "carillon.management-port" (add .service.port 1000)
  "carillon.public-url" (trimSuffix "/" $v.publicUrl)
  "carillon.product-name" $v.productName
  "carillon.kafka.bootstrap-servers" $v.kafka.bootstrapServers
  "carillon.kafka.topic-prefix" $v.kafka.topicPrefix
  "carillon.kafka.partitions" (int $v.kafka.partitions)
  "carillon.kafka.retention" $v.kafka.retention
  "carillon.security.issuer" $v.identity.issuer
  "carillon.security.audience" $v.identity.audience
  "carillon.security.algorithms" (join "," $v.identity.algorithms)
  "carillon.security.claims.recipient" $v.identity.claims.recipient
  "carillon.security.claims.tenant" $v.identity.claims.tenant
  "carillon.security.claims.roles" $v.identity.claims.roles
-}}
{{- with $v.kafka.replicationFactor }}{{- $_ := set $p "carillon.kafka.replication-factor" (int .) }}{{- end }}
{{- with $v.identity.jwkSetUri }}{{- $_ := set $p "carillon.security.jwk-set-uri" . }}{{- end }}
{{- with $v.allowedOrigins }}{{- $_ := set $p "carillon.web.allowed-origins" (join "," .) }}{{- end }}
{{- range $key, $service := include "carillon.services" $root | fromYaml }}
{{- $_ := set $p (printf "carillon.urls.%s" $key) (printf "http://%s:%d" (include "carillon.name" (dict "root" $root "service" $service)) (int $service.port)) }}
{{- end }}
{{- include "carillon.kafka-configuration" (dict "v" $v "p" $p) }}
{{- if .service.schema }}
{{- $_ := set $p "spring.datasource.url" (include "carillon.database-url" (dict "v" $v "url" $values.database.url "schema" .service.schema "key" .key)) }}
{{- $_ := set $p "spring.datasource.username" $values.database.username }}
{{- end }}
{{- if eq .key "api" }}
{{- with $values.database.relayUrl }}{{- $_ := set $p "carillon.outbox.relay.url" . }}{{- end }}
{{- $directories := list }}
{{- range $v.types.configMaps }}{{- $directories = append $directories (printf "/etc/carillon/types/%s" .) }}{{- end }}
{{- with $directories }}{{- $_ := set $p "carillon.types.directories" (join "," .) }}{{- end }}
{{- end }}
{{- if and (eq .key "processor") $v.domainEvents }}{{- $_ := set $p "carillon.processor.domain-events" $v.domainEvents }}{{- end }}
{{- if eq .key "email" }}{{- include "carillon.mail-configuration" (dict "v" $v "p" $p) }}{{- end }}
{{- if eq .key "gateway" }}
{{- $_ := set $p "carillon.gateway.connections.max" (int $values.maxConnections) }}
{{- $_ := set $p "carillon.gateway.drain.timeout" (printf "%ds" (int $values.drainSeconds)) }}
{{- /* Behind the Ingress all clients have its address. */}}
{{- if $v.ingress.enabled }}{{- $_ := set $p "carillon.gateway.connections.pending-per-address" 5000 }}{{- end }}
{{- end }}
{{- if eq .key "digest" }}
{{- $_ := set $p "carillon.security.client.id" $v.identity.client.id }}
{{- $_ := set $p "carillon.security.client.token-uri" $v.identity.client.tokenUri }}
{{- with $v.identity.client.scope }}{{- $_ := set $p "carillon.security.client.scope" . }}{{- end }}
{{- end }}
{{- $p = mergeOverwrite $p (deepCopy $v.config) (deepCopy $values.config) }}
{{- range $key, $value := $p }}
{{ $key | quote }}: {{ if kindIs "float64" $value }}{{ int64 $value | quote }}{{ else }}{{ $value | toString | quote }}{{ end }}
{{- end }}
{{- end }}

{{- define "carillon.kafka-configuration" -}}
{{- $k := .v.kafka -}}
{{- $sasl := ne $k.sasl.mechanism "" -}}
{{- $protocol := printf "%s%s" (ternary "SASL_" "" $sasl) (ternary "SSL" "PLAINTEXT" $k.tls.enabled) -}}
{{- $_ := set .p "spring.kafka.security.protocol" $protocol -}}
{{- if $k.tls.enabled -}}
{{- if $k.tls.caSecret.name -}}
{{- $_ := set .p "spring.kafka.ssl.trust-store-type" "PEM" -}}
{{- $_ := set .p "spring.kafka.ssl.trust-store-location" (printf "file:/etc/carillon/kafka-ca/%s" $k.tls.caSecret.key) -}}
{{- end -}}
{{- with $k.tls.clientSecret -}}{{- if .name -}}
{{- $_ := set $.p "spring.kafka.ssl.key-store-type" .keyStoreType -}}
{{- $_ := set $.p "spring.kafka.ssl.key-store-location" (printf "file:/etc/carillon/kafka-client/%s" .keyStoreKey) -}}
{{- if ne .keyStoreType "PEM" -}}{{- $_ := set $.p "spring.kafka.ssl.key-store-password" "${KAFKA_KEY_STORE_PASSWORD}" -}}{{- end -}}
{{- end -}}{{- end -}}
{{- end -}}
{{- if $sasl -}}
{{- if not $k.sasl.secret.name -}}{{- fail (printf "kafka.sasl.secret.name must be set, since kafka.sasl.mechanism is %s" $k.sasl.mechanism) -}}{{- end -}}
{{- $_ := set .p "spring.kafka.properties[sasl.mechanism]" $k.sasl.mechanism -}}
{{- $module := ternary "plain.PlainLoginModule" "scram.ScramLoginModule" (eq $k.sasl.mechanism "PLAIN") -}}
{{- $_ := set .p "spring.kafka.properties[sasl.jaas.config]" (printf "org.apache.kafka.common.security.%s required username=\"${KAFKA_USERNAME}\" password=\"${KAFKA_PASSWORD}\";" $module) -}}
{{- end -}}
{{- end }}

{{- define "carillon.database-url" -}}
{{- if .url -}}{{ .url }}
{{- else -}}
{{- $d := .v.database -}}
{{- if not $d.host -}}{{- fail (printf "database.host or %s.database.url must be set" .key) -}}{{- end -}}
jdbc:postgresql://{{ $d.host }}:{{ int $d.port }}/{{ $d.name }}?currentSchema={{ .schema }}&sslmode={{ $d.sslMode }}
{{- if hasPrefix "verify-" $d.sslMode -}}
{{- if $d.caSecret.name }}&sslrootcert=/etc/carillon/database-ca/{{ $d.caSecret.key }}
{{- else }}&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory{{ end -}}
{{- end -}}
{{- end -}}
{{- end }}

{{- define "carillon.mail-configuration" -}}
{{- $m := .v.mail -}}
{{- $p := .p -}}
{{- $_ := set $p "carillon.email.provider" $m.provider -}}
{{- $_ := set $p "carillon.email.from" $m.from -}}
{{- with $m.replyTo }}{{ $_ := set $p "carillon.email.reply-to" . }}{{ end -}}
{{- $_ := set $p "carillon.email.quota.day" (int $m.quota.day) -}}
{{- $_ := set $p "carillon.email.quota.head-room-percent" (int $m.quota.headRoomPercent) -}}
{{- $_ := set $p "carillon.email.quota.recipient-hour" (int $m.quota.recipientHour) -}}
{{- if eq $m.provider "smtp" -}}
{{- $_ := set $p "carillon.email.smtp.host" (required "mail.smtp.host must be set, since mail.provider is smtp" $m.smtp.host) -}}
{{- $_ := set $p "carillon.email.smtp.port" (int $m.smtp.port) -}}
{{- $_ := set $p "carillon.email.smtp.start-tls" $m.smtp.startTls -}}
{{- $_ := set $p "carillon.email.smtp.tls" $m.smtp.tls -}}
{{- with $m.smtp.username -}}
{{- $_ := set $p "carillon.email.smtp.username" . -}}
{{- if not $m.smtp.passwordSecret.name -}}{{- fail "mail.smtp.passwordSecret.name must be set, since mail.smtp.username is" -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- if eq $m.provider "resend" -}}
{{- $_ := set $p "carillon.email.resend.account" $m.resend.account -}}
{{- if not $m.resend.apiKeySecret.name -}}{{- fail "mail.resend.apiKeySecret.name must be set, since mail.provider is resend" -}}{{- end -}}
{{- end -}}
{{- end }}

{{/* A variable from a Secret. Arguments: the variable's name, the reference, the key, and whose value it is. */}}
{{- define "carillon.secret-variable" -}}
{{- $reference := index . 1 -}}
{{- if not $reference.name -}}{{- fail (printf "%s.name must be set" (index . 3)) -}}{{- end }}
- name: {{ index . 0 }}
  valueFrom: {secretKeyRef: {name: {{ $reference.name | quote }}, key: {{ index . 2 | quote }}}}
{{- end }}

{{- define "carillon.environment" -}}
{{- $v := .root.Values -}}
{{- $values := index $v .key -}}
- {name: SPRING_CONFIG_ADDITIONAL_LOCATION, value: "file:/etc/carillon/application/"}
{{- include "carillon.secret-variable" (list "CARILLON_LINKS_SECRET" $v.links.secret $v.links.secret.key "links.secret") }}
{{- if .service.schema }}
{{- include "carillon.secret-variable" (list "SPRING_DATASOURCE_PASSWORD" $values.database.passwordSecret $values.database.passwordSecret.key (printf "%s.database.passwordSecret" .key)) }}
{{- end }}
{{- if .service.redis }}
{{- if $v.redis.secret.name }}
{{- include "carillon.secret-variable" (list "CARILLON_REDIS_URL" $v.redis.secret $v.redis.secret.key "redis.secret") }}
{{- else }}
- {name: CARILLON_REDIS_URL, value: {{ required "redis.url or redis.secret.name must be set" $v.redis.url | quote }}}
{{- end }}
{{- end }}
{{- if $v.kafka.sasl.mechanism }}
{{- include "carillon.secret-variable" (list "KAFKA_USERNAME" $v.kafka.sasl.secret $v.kafka.sasl.secret.usernameKey "kafka.sasl.secret") }}
{{- include "carillon.secret-variable" (list "KAFKA_PASSWORD" $v.kafka.sasl.secret $v.kafka.sasl.secret.passwordKey "kafka.sasl.secret") }}
{{- end }}
{{- if and $v.kafka.tls.enabled $v.kafka.tls.clientSecret.name (ne $v.kafka.tls.clientSecret.keyStoreType "PEM") }}
{{- include "carillon.secret-variable" (list "KAFKA_KEY_STORE_PASSWORD" $v.kafka.tls.clientSecret $v.kafka.tls.clientSecret.passwordKey "kafka.tls.clientSecret") }}
{{- end }}
{{- if eq .key "digest" }}
{{- include "carillon.secret-variable" (list "CARILLON_SECURITY_CLIENT_SECRET" $v.identity.client.secret $v.identity.client.secret.key "identity.client.secret") }}
{{- end }}
{{- if eq .key "email" }}
{{- if and (eq $v.mail.provider "smtp") $v.mail.smtp.username }}
{{- include "carillon.secret-variable" (list "CARILLON_EMAIL_SMTP_PASSWORD" $v.mail.smtp.passwordSecret $v.mail.smtp.passwordSecret.key "mail.smtp.passwordSecret") }}
{{- end }}
{{- if eq $v.mail.provider "resend" }}
{{- include "carillon.secret-variable" (list "CARILLON_EMAIL_RESEND_API_KEY" $v.mail.resend.apiKeySecret $v.mail.resend.apiKeySecret.key "mail.resend.apiKeySecret") }}
{{- end }}
{{- if $v.mail.alertsSecret.name }}
{{- include "carillon.secret-variable" (list "CARILLON_EMAIL_ALERTS_WEBHOOK_URL" $v.mail.alertsSecret $v.mail.alertsSecret.key "mail.alertsSecret") }}
{{- end }}
{{- end }}
{{- if $v.trustStore.configMap }}
- name: JDK_JAVA_OPTIONS
  value: >-
    {{ $values.javaOptions }} -Djavax.net.ssl.trustStore=/etc/carillon/trust-store/{{ $v.trustStore.key }}
    -Djavax.net.ssl.trustStoreType=PKCS12 -Djavax.net.ssl.trustStorePassword=changeit
{{- else }}
- {name: JDK_JAVA_OPTIONS, value: {{ $values.javaOptions | quote }}}
{{- end }}
{{- with concat $v.env $values.env }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* What is mounted: pairs of a volume's name and its source. */}}
{{- define "carillon.volumes" -}}
{{- $v := .root.Values -}}
application: {configMap: {name: {{ include "carillon.name" . }}}}
{{- with $v.kafka.tls }}
{{- if and .enabled .caSecret.name }}
kafka-ca: {secret: {secretName: {{ .caSecret.name | quote }}}}
{{- end }}
{{- if and .enabled .clientSecret.name }}
kafka-client: {secret: {secretName: {{ .clientSecret.name | quote }}}}
{{- end }}
{{- end }}
{{- if and .service.schema $v.database.caSecret.name }}
database-ca: {secret: {secretName: {{ $v.database.caSecret.name | quote }}}}
{{- end }}
{{- with $v.trustStore.configMap }}
trust-store: {configMap: {name: {{ . | quote }}}}
{{- end }}
{{- end }}
