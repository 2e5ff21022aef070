{{/* A release named straggler has objects named straggler; another one RELEASE-straggler. */}}
{{- define "straggler.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else if contains "straggler" .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-straggler" (.Release.Name | trunc 42 | trimSuffix "-") -}}
{{- end -}}
{{- end }}

{{/*
The name of what belongs to no namespace, at most 123 characters. Releases of one name in two namespaces must not take each
other's. A namespace holds no dot, so that no two pairs of namespace and name come to the same.
*/}}
{{- define "straggler.clusterName" -}}
{{- printf "%s.%s" .Release.Namespace (include "straggler.fullname" .) -}}
{{- end }}

{{- define "straggler.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "straggler.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end }}

{{/* By these the straggler commands find the collector's pods. */}}
{{- define "straggler.selector" -}}
app.kubernetes.io/name: straggler
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: collector
{{- end }}

{{- define "straggler.labels" -}}
{{ include "straggler.selector" . }}
{{ include "straggler.otherLabels" . }}
{{- end }}

{{- define "straggler.otherLabels" -}}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "straggler.image" -}}
{{- .Values.image.repository }}
{{- with .Values.image.tag }}:{{ . }}{{ end }}
{{- with .Values.image.digest }}@{{ . }}{{ end }}
{{- end }}

{{/* The Secret with the certificate of the receiving port; empty: plain HTTP. */}}
{{- define "straggler.tlsSecret" -}}
{{- if .Values.tls.certManager.enabled -}}
{{- .Values.tls.secretName | default (printf "%s-tls" (include "straggler.fullname" .)) -}}
{{- else -}}
{{- .Values.tls.secretName -}}
{{- end -}}
{{- end }}

{{/* Where services send reports. */}}
{{- define "straggler.receiveUrl" -}}
{{- $scheme := ternary "https" "http" (ne (include "straggler.tlsSecret" .) "") -}}
{{ $scheme }}://{{ include "straggler.fullname" . }}.{{ .Release.Namespace }}.svc:{{ int64 .Values.service.port }}
{{- end }}

{{/* Not empty where the objects of the Prometheus operator are to be made. */}}
{{- define "straggler.monitoring" -}}
{{- $asked := .Values.monitoring.enabled | toString -}}
{{- if or (eq $asked "true") (and (eq $asked "auto") (.Capabilities.APIVersions.Has "monitoring.coreos.com/v1")) -}}
yes
{{- end -}}
{{- end }}

{{/* Not empty where the collector asks the API server for anything. */}}
{{- define "straggler.usesApi" -}}
{{- $reads := and .Values.read.expose (eq .Values.read.auth "kubernetes") -}}
{{- if or (eq .Values.auth.kind "kubernetes") $reads .Values.pods.watch .Values.hangs.write -}}
yes
{{- end -}}
{{- end }}
