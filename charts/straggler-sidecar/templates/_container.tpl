{{/*
An entry of initContainers: a native sidecar. It has no startup or readiness probe, so that it never keeps the service
from starting or from being ready.
*/}}
{{- define "straggler-sidecar.container" -}}
{{- $values := include "straggler-sidecar.values" . | fromYaml }}
{{- if $values.enabled -}}
- name: straggler
  restartPolicy: Always
  {{- include "straggler-sidecar.process" $values | nindent 2 }}
  {{- if eq $values.mode "resident" }}
  ports:
    - name: straggler
      containerPort: {{ int64 $values.port }}
  livenessProbe:
    httpGet:
      path: /healthz
      port: straggler
    periodSeconds: 20
    timeoutSeconds: 5
    failureThreshold: 6
  {{- end }}
  lifecycle:
    # Called the moment the pod is told to stop. The sidecar's SIGTERM comes only when the others are gone.
    preStop:
      exec:
        command: ["/usr/local/bin/node", "/opt/straggler/straggler.js", "prestop"]
{{- end }}
{{- end }}

{{/* An entry of containers, for a test pod: looks once whether the sidecar will see the service, and fails if not. */}}
{{- define "straggler-sidecar.preflightContainer" -}}
{{- $values := include "straggler-sidecar.values" . | fromYaml }}
{{- if $values.enabled -}}
- name: straggler-preflight
  args: ["preflight"]
  {{- include "straggler-sidecar.process" $values | nindent 2 }}
{{- end }}
{{- end }}

{{/* Given the values in force. */}}
{{- define "straggler-sidecar.process" -}}
image: {{ include "straggler-sidecar.image" . | quote }}
imagePullPolicy: {{ .image.pullPolicy }}
env:
  {{- include "straggler-sidecar.env" . | trim | nindent 2 }}
securityContext:
  {{- include "straggler-sidecar.securityContext" . | nindent 2 }}
{{- with include "straggler-sidecar.resources" . | fromYaml }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "straggler-sidecar.volumeMounts" . | trim }}
volumeMounts:
  {{- . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "straggler-sidecar.image" -}}
{{- .image.repository }}
{{- with .image.tag }}:{{ . }}{{ end }}
{{- with .image.digest }}@{{ . }}{{ end }}
{{- end }}

{{- define "straggler-sidecar.securityContext" -}}
{{- $ptrace := eq .profile "ptrace" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: {{ not $ptrace }}
{{- if $ptrace }}
runAsUser: 0
runAsGroup: 0
{{- else }}
{{- /* Nobody else's: it needs no rights, and a user of its own has none. */}}
{{- $ownId := ternary 65532 nil (eq .profile "signals-only") }}
{{- range $field, $value := dict "runAsUser" .runAsUser "runAsGroup" .runAsGroup }}
{{- $id := ternary $ownId $value (kindIs "invalid" $value) }}
{{- if not (kindIs "invalid" $id) }}
{{ $field }}: {{ int64 $id }}
{{- end }}
{{- end }}
{{- end }}
capabilities:
  drop: ["ALL"]
  {{- if $ptrace }}
  # To read memory; to open /proc/PID/mem of other users; to send them SIGTERM.
  add: ["SYS_PTRACE", "DAC_READ_SEARCH", "KILL"]
  {{- end }}
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "straggler-sidecar.resources" -}}
{{- $resources := deepCopy (.resources | default dict) }}
{{- if .guaranteed }}
{{- $_ := set $resources "requests" $resources.limits }}
{{- end }}
{{- toYaml $resources }}
{{- end }}
