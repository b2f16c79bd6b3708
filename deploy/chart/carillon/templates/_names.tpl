{{/* What the templates know about the five services. http: what the Ingress sends to it. lag: consumer groups that KEDA scales on. */}}
{{- define "carillon.services" -}}
api:
  title: notification-api
  port: 8080
  schema: api
  redis: true
  lag:
    - {group: notification-api.inbox, topic: notifications}
    - {group: notification-api.inbox-bulk, topic: notifications-bulk}
    - {group: notification-api.client-actions, topic: client-actions}
processor:
  title: notification-processor
  port: 8081
  schema: processor
  redis: false
  lag:
    - {group: notification-processor.domain-events, topic: domain-events}
    - {group: notification-processor.requests, topic: requests}
email:
  title: email-service
  port: 8082
  schema: email
  redis: true
  lag:
    - {group: email-service.email, topic: email}
    - {group: email-service.email-critical, topic: email-critical}
gateway:
  title: realtime-gateway
  port: 8083
  redis: true
  lag: []
digest:
  title: digest-scheduler
  port: 8084
  schema: digest
  redis: false
  lag:
    - {group: digest-scheduler.deferrals, topic: deferrals}
{{- end }}

{{- define "carillon.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{ .Values.fullnameOverride }}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else -}}{{ printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}
{{- end -}}
{{- end -}}
{{- end }}

{{/* The arguments of the templates below: root ($), and key and service of "carillon.services". */}}
{{- define "carillon.name" -}}
{{ include "carillon.fullname" .root }}-{{ .service.title }}
{{- end }}

{{- define "carillon.selector" -}}
app.kubernetes.io/name: {{ .service.title }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{- define "carillon.labels" -}}
{{ include "carillon.selector" . }}
{{ include "carillon.common-labels" .root }}
{{- end }}

{{- define "carillon.common-labels" -}}
app.kubernetes.io/part-of: carillon
app.kubernetes.io/version: {{ default .Chart.AppVersion .Values.image.tag | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "carillon.service-account" -}}
{{- default (include "carillon.fullname" .) .Values.serviceAccount.name -}}
{{- end }}

{{- define "carillon.image" -}}
{{ .root.Values.image.repository }}/{{ .service.title }}:{{ default .root.Chart.AppVersion .root.Values.image.tag }}
{{- end }}

{{/* keda, hpa or none. */}}
{{- define "carillon.scaling" -}}
{{- if eq .Values.autoscaling.mode "auto" -}}
{{- if .Capabilities.APIVersions.Has "keda.sh/v1alpha1" }}keda{{ else }}hpa{{ end -}}
{{- else }}{{ .Values.autoscaling.mode }}{{ end -}}
{{- end }}

{{- define "carillon.pod-security" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "carillon.container-security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* How long a pod has to stop: what it is still sent, its drain, and 10 s to spare. */}}
{{- define "carillon.grace" -}}
{{- $values := index .root.Values .key -}}
{{- $needed := add (int .root.Values.preStopSeconds) (max 30 (int (default 0 $values.drainSeconds))) 10 -}}
{{- $set := $values.terminationGracePeriodSeconds -}}
{{- if kindIs "invalid" $set -}}{{ $needed }}
{{- else if lt (int $set) (int $needed) -}}
{{- fail (printf "%s.terminationGracePeriodSeconds is %d, but preStopSeconds, the drain and 10 s to spare need %d" .key (int $set) (int $needed)) -}}
{{- else -}}{{ int $set }}{{- end -}}
{{- end }}
