{{/* What the pod has beside its image: a line a volume with name, place, Secret and key. */}}
{{- define "straggler.secretVolumes" -}}
{{- $values := .Values }}
{{- $database := ternary $values.store.databaseUrlSecret (dict "name" "" "key" "") (eq $values.store.kind "postgresql") }}
{{- $auth := ternary $values.auth.tokenSecret (dict "name" "" "key" "") (eq $values.auth.kind "token-file") }}
{{- $read := ternary $values.read.tokenSecret (dict "name" "" "key" "") (eq $values.read.auth "token-file") }}
{{- $all := list
  (dict "volume" "database" "secret" $database "file" "url")
  (dict "volume" "auth" "secret" $auth "file" "token")
  (dict "volume" "read" "secret" $read "file" "token")
  (dict "volume" "webhook" "secret" $values.webhook.urlSecret "file" "url") }}
{{- range $all }}
{{- if .secret.name }}
- {{ toYaml . | nindent 2 | trim }}
{{- end }}
{{- end }}
{{- end }}

{{- define "straggler.volumes" -}}
- name: temporary
  emptyDir:
    sizeLimit: 256Mi
{{- if eq .Values.store.kind "sqlite" }}
- name: data
  {{- if .Values.persistence.enabled }}
  persistentVolumeClaim:
    claimName: {{ .Values.persistence.existingClaim | default (include "straggler.fullname" .) }}
  {{- else }}
  emptyDir:
    sizeLimit: {{ .Values.persistence.size }}
  {{- end }}
{{- end }}
{{- with include "straggler.tlsSecret" . }}
- name: tls
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- range include "straggler.secretVolumes" . | fromYamlArray }}
- name: {{ .volume }}
  secret:
    secretName: {{ .secret.name }}
    defaultMode: 0440
    items:
      - key: {{ .secret.key | quote }}
        path: {{ .file }}
{{- end }}
{{- if .Values.webhook.template }}
- name: webhook-template
  configMap:
    name: {{ include "straggler.fullname" . }}-webhook
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "straggler.volumeMounts" -}}
- name: temporary
  mountPath: /tmp
{{- if eq .Values.store.kind "sqlite" }}
- name: data
  mountPath: /var/lib/straggler
{{- end }}
{{- if include "straggler.tlsSecret" . }}
- name: tls
  mountPath: /etc/straggler/tls
  readOnly: true
{{- end }}
{{- range include "straggler.secretVolumes" . | fromYamlArray }}
- name: {{ .volume }}
  mountPath: /etc/straggler/{{ .volume }}
  readOnly: true
{{- end }}
{{- if .Values.webhook.template }}
- name: webhook-template
  mountPath: /etc/straggler/webhook-template
  readOnly: true
{{- end }}
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}
