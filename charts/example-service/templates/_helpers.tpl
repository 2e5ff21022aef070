{{- define "example-service.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "example-service.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* The service's container, for its pods and for the test pod. Takes the context and whether it is to hang. */}}
{{- define "example-service.container" -}}
name: service
image: "{{ .root.Values.image.repository }}:{{ .root.Values.image.tag }}"
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
command: ["python3", "/app/service.py"]
env:
  - name: HANG
    value: {{ .hang | quote }}
ports:
  - name: http
    containerPort: 8080
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: ["ALL"]
resources:
  requests:
    cpu: 10m
    memory: 32Mi
  limits:
    memory: 64Mi
volumeMounts:
  - name: app
    mountPath: /app
    readOnly: true
{{- end }}

{{- define "example-service.podSecurityContext" -}}
{{- toYaml .Values.podSecurityContext }}
{{- if ne (int64 .Values.podSecurityContext.runAsUser) 0 }}
runAsNonRoot: true
{{- end }}
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "example-service.appVolume" -}}
name: app
configMap:
  name: {{ .Release.Name }}
{{- end }}
